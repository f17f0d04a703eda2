import type { StoredPrediction } from '@driftbild/store'
import type { EnergyRow, EnergyView } from '../contract/index.ts'
import type { Sight } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { KnownPump } from '../pumps/pump-conditions.ts'
import { byCurve } from './by-curve.ts'
import { energyRow } from './energy-row.ts'
import { explained } from './explained.ts'
import type { MachineEnergy } from './machine-energy.ts'

interface Beside {
  price: EnergyView['price']
  standing: readonly StoredPrediction[]
  pumps: ReadonlyMap<string, KnownPump>
}

/** What pumps and lights used beside what they should have, the dearest waste first, of what a person may see. */
export function energyOf(
  machines: readonly MachineEnergy[],
  picture: Picture,
  sight: Sight,
  { price, standing, pumps }: Beside,
): EnergyView {
  const byTag = Map.groupBy(standing, ({ prediction }) => prediction.subject.tag)
  const inside = Map.groupBy(
    picture.register.relations.filter(({ type }) => type === 'contains'),
    ({ from }) => from,
  )
  const saidOf = (tag: string) =>
    [tag, ...(inside.get(tag) ?? []).map(({ to }) => to)].flatMap((one) => byTag.get(one) ?? [])
  const seen = machines.flatMap(({ tag, ...energy }) => {
    const watched = picture.assets.get(tag)
    return watched && sight.asset(watched) ? [{ watched, ...energy }] : []
  })
  const rows = seen.flatMap(({ watched: { asset, service }, days, extra }): EnergyRow[] => {
    const byDays = days && energyRow(days, price.sekPerKwh, extra)
    if (!byDays) return []
    const told = byCurve(byDays, pumps.get(asset.tag)?.condition ?? null, price.sekPerKwh)
    const of = { asset: asset.tag, name: asset.name, class: asset.class, service }
    return [{ ...of, ...explained(told, saidOf(asset.tag), price.sekPerKwh) }]
  })
  return {
    rows: rows.toSorted((a, b) => b.wasted.sek - a.wasted.sek || a.asset.localeCompare(b.asset)),
    price,
    unknown: seen.length - rows.length,
  }
}
