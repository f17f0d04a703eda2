import type { Micros, Rollup, RollupStep } from '@driftbild/core'
import type { Asks, Model, ModelSubject, SeriesInputs, StepResult, Told } from '../model.ts'

/** Where a backtest reads: history in memory, a store, a file. Buckets wholly within from … to, in order. */
export interface SeriesSource {
  rollups(key: string, step: RollupStep, from: Micros, to: Micros): readonly Rollup[]
  /** What had been told by an instant; nothing ever where it is absent. */
  told?(asks: Asks, at: Micros): Told
}

export function inputsOf(
  source: SeriesSource,
  subject: ModelSubject,
  step: RollupStep,
  from: Micros,
  to: Micros,
  prepared?: unknown,
): SeriesInputs {
  const series: Record<string, readonly Rollup[]> = {}
  for (const [name, key] of Object.entries(subject.signals))
    series[name] = source.rollups(key, step, from, to)
  const drawn = subject.drawn?.()
  const told = subject.asks && source.told?.(subject.asks, to)
  return {
    ...{ from, to, series },
    ...(drawn && { drawn }),
    ...(prepared != null && { prepared }),
    ...(told && { told }),
  }
}

export interface DrivenStep<S> extends StepResult<S> {
  asOf: Micros
  inputs: SeriesInputs
}

/** A model's steps for one subject over a stretch of time, exactly as live running takes them. */
export function* drive<C, S>(
  model: Model<C, S>,
  subject: ModelSubject,
  source: SeriesSource,
  span: { from: Micros; to: Micros; zone: string; prepared?: ReadonlyMap<string, unknown> },
  start?: { state: S; asOf: Micros },
): Generator<DrivenStep<S>> {
  let state = start?.state ?? model.init(subject.config as C)
  let from = start?.asOf ?? span.from
  const prepared = span.prepared?.get(subject.drawn?.()?.hash ?? '')
  for (let asOf = model.boundary(from, span.zone); asOf <= span.to; asOf = model.boundary(asOf, span.zone)) {
    const inputs = inputsOf(source, subject, model.resolution, from, asOf, prepared)
    const result = model.step(state, inputs, asOf)
    yield { ...result, asOf, inputs }
    state = result.state
    from = asOf
  }
}

/** What the model prepares for its subjects, by the hash of their drawing. */
export async function prepareAll<C, S>(
  model: Model<C, S>,
  subjects: readonly ModelSubject[],
): Promise<Map<string, unknown>> {
  const prepared = new Map<string, unknown>()
  for (const subject of subjects) {
    const drawn = model.prepare ? subject.drawn?.() : null
    if (!drawn || prepared.has(drawn.hash)) continue
    prepared.set(drawn.hash, await model.prepare!(drawn.value))
  }
  return prepared
}
