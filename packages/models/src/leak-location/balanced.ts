import { copyOf, zeros } from '../common/matrix.ts'
import type { Signatures } from './locate-leak.ts'
import { BALANCE_SCALE } from './signature-ensemble.ts'

/** Share of a leak's flow by which what the meters show of it may be wrong. */
const DOUBT = 0.03

/** The same signatures with one measure more: what the zone takes in by night beyond the usual, which is the leak itself. */
export function withNightFlow(signatures: Signatures): Signatures {
  const wider = new Map(
    signatures.groups.map((group) => {
      const m = group.error.length
      const error = zeros(m + 1)
      for (const [i, row] of copyOf(group.error).entries()) error[i]!.set(row)
      error[m]![m] = (DOUBT * BALANCE_SCALE) ** 2
      return [group.error, { error, places: group.places }] as const
    }),
  )
  return {
    groups: [...wider.values()],
    groupOf: (place) => wider.get(signatures.groupOf(place).error)!,
    distance: signatures.distance,
    of(place, flow) {
      const own = signatures.of(place, flow)
      const all = new Float64Array(own.length + 1)
      all.set(own)
      all[own.length] = BALANCE_SCALE
      return all
    },
  }
}
