import { HOUR, MINUTE, type Micros, type Register, type Signal } from '@driftbild/core'
import type { Entry } from './edge.ts'
import { hamlet } from './register.ts'

export const STATION = 'APS8'
export const PUMPS = [`${STATION}-P1`, `${STATION}-P2`]
const STEP = 5 * MINUTE

/** A station whose weir is 1.2 m wide, with two pumps. */
export function stationRegister(): Register {
  const town = hamlet('9999', 'Norrvik')
  const place = { ...town.assets[0]!, zone: null }
  const attributes = { sumpArea: 9, startLevel: 0.7, stopLevel: 0.5, overflowLevel: 2.8, weirWidth: 1.2 }
  const signal = (asset: string, rest: Pick<Signal, 'role' | 'unit' | 'kind'>): Signal => ({
    ...{ key: `${asset}/${rest.role}`, asset, range: null },
    ...{ reporting: { type: 'every', seconds: 300 }, ...rest },
  })
  const pump = { ratedFlow: 60, ratedHead: 12, ratedPower: 4 }
  return {
    ...{ ...town, zones: [], items: [], installations: [], alarmRules: [] },
    assets: [
      { ...place, tag: STATION, name: 'Strandvägen', class: 'wastewater-pumping-station', attributes },
      ...PUMPS.map((tag) => ({
        ...{ ...place, tag, name: tag, class: 'wastewater-pump' as const, attributes: pump },
      })),
    ],
    relations: PUMPS.map((to) => ({ from: STATION, to, type: 'contains' as const })),
    signals: [
      signal(STATION, { role: 'level', unit: 'm', kind: { type: 'measure' } }),
      signal(STATION, { role: 'overflowing', unit: '1', kind: { type: 'flag' } }),
      ...PUMPS.map((tag) =>
        signal(tag, { role: 'run-hours', unit: 'h', kind: { type: 'counter', modulus: 1e6 } }),
      ),
    ],
  }
}

/** From so many steps before until so many after, water stands 0.1 m over the crest for 40 minutes from `began`; one pump runs. */
export function flood(began: Micros, before: number, after: number): Entry[] {
  return Array.from({ length: before + after }, (_, i) => i - before).flatMap((step) => {
    const at = began + step * STEP
    const over = step >= 0 && step < 8
    return [
      { key: `${STATION}/level`, unit: 'm', at, value: over ? 2.9 : 1.5 },
      { key: `${STATION}/overflowing`, unit: '1', at, value: over ? 1 : 0 },
      { key: `${PUMPS[0]}/run-hours`, unit: 'h', at, value: at / HOUR },
      { key: `${PUMPS[1]}/run-hours`, unit: 'h', at, value: 500 },
    ]
  })
}
