import { putRegister } from '@driftbild/store'
import type { TestCentre } from './centre.ts'
import { hamlet } from './register.ts'

/**
 * A meter like M-2, with a zone and a pipe of its own: what is sent of it concerns no other story. Gives the zone's tag.
 */
export async function addMeter(centre: TestCentre, tag: string): Promise<string> {
  const town = hamlet('9999', 'Norrvik')
  const zone = `Z-${tag}`
  const another = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll('M-2', tag)
        .replaceAll('DMA2', zone)
        .replaceAll('PIPE-1', `PIPE-${tag}`),
    ) as T
  await centre.db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
    putRegister(tx, {
      ...{ ...town, items: [], installations: [], relations: [] },
      zones: another(town.zones.filter((one) => one.tag === 'DMA2')),
      assets: another(town.assets.filter((one) => one.tag === 'M-2' || one.tag === 'PIPE-1')),
      signals: another(town.signals.filter((one) => one.asset === 'M-2')),
      alarmRules: another(town.alarmRules.filter((one) => one.signal.startsWith('M-2/'))),
    }),
  )
  await centre.settled()
  return zone
}
