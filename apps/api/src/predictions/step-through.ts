import type { Micros, Rollup } from '@driftbild/core'
import type { Model, Told } from '@driftbild/models'
import { dueBoundaries, planSteps } from '../jobs/step-plan.ts'
import type { StepOrder, SteppedResult, StepThread } from '../jobs/step-thread.ts'

/** Steps that are asked for at once: each answers with a whole state. */
const AT_ONCE = 100

interface Stretch {
  model: Pick<Model, 'boundary' | 'resolution'>
  /** IANA */
  zone: string
  from: Micros
  until: Micros
  series: Readonly<Record<string, readonly Rollup[]>>
  told: ((at: Micros) => Told) | null
}

/** Takes every step of a stretch and gives the last one's result; null where none is due in it. */
export async function stepThrough(
  thread: Pick<StepThread, 'step'>,
  order: Omit<StepOrder, 'steps'>,
  { model, zone, from, until, series, told }: Stretch,
): Promise<SteppedResult | null> {
  let last: SteppedResult | null = null
  for (;;) {
    const at: Micros = last?.asOf ?? from
    const due = dueBoundaries((after) => model.boundary(after, zone), at, until, AT_ONCE)
    if (due.length === 0) return last
    const steps = planSteps(at, due, series, model.resolution, told)
    const results = await thread.step({ ...order, state: last ? { value: last.state } : order.state, steps })
    last = results.at(-1)!
  }
}
