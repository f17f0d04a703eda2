import { HOUR, MINUTE, type Micros, type Register } from '@driftbild/core'
import {
  type BacktestOptions,
  drive,
  measuredInflow,
  type RollupStore,
  type TruthEvent,
} from '@driftbild/models/backtest'

interface Span {
  from: Micros
  to: Micros
  zone: string
}

/** Pauses that are shorter are one overflow. */
const PAUSE = HOUR

/** When each sump ran over, as the switches at the weirs say: a flood strikes where it strikes. */
export function overflowsSeen(register: Register, store: RollupStore, { from, to }: Span): TruthEvent[] {
  return register.signals
    .filter((s) => s.role === 'overflowing')
    .flatMap(({ key, asset }) => {
      const events: TruthEvent[] = []
      for (const { bucket, maximum } of store.rollups(key, '5m', from, to)) {
        if ((maximum ?? 0) === 0) continue
        const last = events.at(-1)
        if (last && bucket - last.to! <= PAUSE) last.to = bucket + 5 * MINUTE
        else
          events.push({
            ...{ subject: { type: 'asset', tag: asset }, kind: 'overflow' },
            ...{ from: bucket, to: bucket + 5 * MINUTE },
          })
      }
      return events
    })
}

/** Hours of a forecast by which a station is run. */
const HOURS = 6

/** How the forecasts of stations are scored: what came by the hour, and where the level stood when the hour was over. */
export function sewerForecasts(
  register: Register,
  store: RollupStore,
  span: Span,
): Required<Pick<BacktestOptions, 'measured' | 'forecastAs'>> {
  const inflows = measuredInflow(register, (model, subject) => drive(model, subject, store, span))
  const isLevel = new Set(register.signals.filter((s) => s.role === 'level').map((s) => s.key))
  return {
    forecastAs: (signal) => ({ name: isLevel.has(signal) ? 'level, 1–6 h' : 'inflow, 1–6 h', hours: HOURS }),
    measured: (signal, from, to) =>
      isLevel.has(signal) ? hourEnds(store, signal, from, to) : (inflows.get(signal) ?? new Map()),
  }
}

const LAST_STEP = 55 * MINUTE

const hourEnds = (store: RollupStore, signal: string, from: Micros, to: Micros) =>
  new Map(
    store
      .rollups(signal, '5m', from, to)
      .filter(({ bucket }) => bucket % HOUR === LAST_STEP)
      .map(({ bucket, last }) => [bucket - LAST_STEP, last]),
  )
