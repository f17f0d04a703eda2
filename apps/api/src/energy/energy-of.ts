import type { EnergyRow, EnergyView } from '../contract/index.ts'
import type { Sight } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import { energyRow } from './energy-row.ts'
import type { MachineEnergy } from './machine-energy.ts'

/** What pumps and lights used beside what they should have, the dearest waste first, of what a person may see. */
export function energyOf(
  machines: readonly MachineEnergy[],
  picture: Picture,
  sight: Sight,
  price: EnergyView['price'],
): EnergyView {
  const seen = machines.flatMap(({ tag, ...energy }) => {
    const watched = picture.assets.get(tag)
    return watched && sight.asset(watched) ? [{ watched, ...energy }] : []
  })
  const rows = seen.flatMap(({ watched: { asset, service }, days, extra }): EnergyRow[] => {
    const told = days && energyRow(days, price.sekPerKwh, extra)
    return told ? [{ asset: asset.tag, name: asset.name, class: asset.class, service, ...told }] : []
  })
  return {
    rows: rows.toSorted((a, b) => b.wasted.sek - a.wasted.sek || a.asset.localeCompare(b.asset)),
    price,
    unknown: seen.length - rows.length,
  }
}
