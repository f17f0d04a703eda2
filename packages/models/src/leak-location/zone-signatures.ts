import { hashOf } from '../common/hash.ts'
import type { Matrix } from '../common/matrix.ts'
import { withNightFlow } from './balanced.ts'
import { calibratedSignatures } from './calibrated-signatures.ts'
import type { LearntZone } from './learn-zone.ts'
import type { Signatures } from './locate-leak.ts'
import { sharedSignatures } from './shared-signatures.ts'
import { simulateEnsemble, type ZoneEnsemble } from './signature-ensemble.ts'
import type { ZonePlan } from './zone-plan.ts'

/** What EPANET says of a zone, worked out once for each drawing of it; plain JSON. */
export interface ZoneSimulated {
  /** Members × drivers × sensors. */
  expected: number[][][]
  /** Members × places × sensors. */
  signatures: number[][][]
  sizes: { flow: number; signature: number[] }[][]
}

/** Networks that could be the real one, how far they are off, and the leaks that are tried in each. */
const ENSEMBLE = { members: 24, seed: 1, spread: 0.1 }
/** Shares of what the zone uses on average, and m³/h at least, of a small, the middle and a big leak. */
const SHARES = [0.06, 0.15, 0.4] as const
const SMALLEST = [0.4, 1, 3] as const

/** Some seconds of one core for a zone of seventy places. */
export async function simulateZone(plan: ZonePlan): Promise<ZoneSimulated> {
  const used = plan.network.nodes.reduce(
    (sum, node) =>
      sum + (node.type === 'junction' ? node.demands.reduce((all, one) => all + one.base, 0) : 0),
    0,
  )
  const size = (i: 0 | 1 | 2) => Math.max(SMALLEST[i], SHARES[i] * used)
  const [ensemble] = await simulateEnsemble(plan.network, [plan.zone], {
    ...ENSEMBLE,
    sizes: [size(0), size(1), size(2)],
  })
  const { expected, signatures, sizes } = ensemble!
  const plain = (row: Float64Array) => Array.from(row, (v) => Number(v.toPrecision(6)))
  return {
    expected: expected.map((member) => member.map(plain)),
    signatures: signatures.map((member) => member.map(plain)),
    sizes: sizes.map((place) =>
      place.map(({ flow, signature }) => ({
        flow: Number(flow.toPrecision(6)),
        signature: plain(signature),
      })),
    ),
  }
}

/**
 * Signatures of grade three where the zone was simulated, of grade two otherwise; the night flow behind the sensors.
 * `drawn` is the plan's hash.
 */
export function zoneSignatures(
  plan: ZonePlan,
  drawn: string,
  learnt: LearntZone,
  simulated: ZoneSimulated | null,
): Signatures {
  const name = hashOf([drawn, learnt, simulated !== null])
  const known = made.get(name)
  if (known) return known
  const fitted: Matrix = learnt.expected.map((row) => Float64Array.from(row))
  const signatures = withNightFlow(
    simulated
      ? calibratedSignatures(plan.network, ensembleOf(plan, simulated, fitted), fitted, learnt.typical)
      : sharedSignatures(plan, fitted, learnt.typical),
  )
  if (made.size >= MOST_KEPT) made.delete(made.keys().next().value!)
  made.set(name, signatures)
  return signatures
}

/** The same every day until the zone is learnt anew. */
const made = new Map<string, Signatures>()
const MOST_KEPT = 64

/** Heights and what an instrument is off by are the measured ones: of a member only what flows do is compared. */
function ensembleOf(
  { zone }: ZonePlan,
  { expected, signatures, sizes }: ZoneSimulated,
  [constants]: Matrix,
): ZoneEnsemble {
  const row = (values: readonly number[]) => Float64Array.from(values)
  return {
    zone,
    expected: expected.map((member) => [constants!, ...member.slice(1).map(row)]),
    signatures: signatures.map((member) => member.map(row)),
    sizes: sizes.map((place) => place.map(({ flow, signature }) => ({ flow, signature: row(signature) }))),
  }
}
