import { DAY, type FaultMode, HOUR } from '@driftbild/core'
import type { BacktestOptions } from './backtest.ts'

/** How long a history teaches what is normal before anything in it is scored. */
export const LEARNING = 14 * DAY

/** What a model is asked beyond its own kind of fault, and how long ahead of one its warnings count. */
const questions: Readonly<Record<string, Partial<BacktestOptions>>> = {
  'leak-location': { forecastEvery: 3, grace: 4 * DAY },
  'night-flow': { forecastEvery: 3, grace: 4 * DAY },
  'pump-health': { lead: 30 * DAY },
  'pump-network': { lead: 30 * DAY },
  'lamp-out': {
    kinds: [
      ...(['lamp-out', 'gear-failure', 'cable-fault', 'phase-outage', 'earth-fault'] as const),
      ...(['contactor-fault', 'day-burning', 'foreign-load'] as const),
    ],
    grace: 3 * DAY,
  },
  'bin-fill': { forecastEvery: 5 },
  'water-quality': { grace: 4 * HOUR },
  'level-limit': {
    kinds: ['reservoir-level', 'watercourse-level'],
    lead: 12 * HOUR,
    grace: 2 * HOUR,
    forecastEvery: 4,
  },
  'sewer-inflow': { forecastEvery: 5, lead: 6 * HOUR, grace: 6 * HOUR },
  'sewer-pump': { grace: 3 * DAY },
  'sewer-check-valve': { grace: 4 * DAY },
  'check-valve': { grace: 4 * DAY },
}

export const questionsOf = (model: string): Partial<BacktestOptions> => questions[model] ?? {}

/** What the models that doubt instruments are asked once more; null for the others. */
export function sensorQuestionsOf(model: string): Partial<BacktestOptions> | null {
  if (!watchesSensors.has(model)) return null
  return { kinds: ['sensor-fault'] satisfies FaultMode[], grace: 3 * DAY }
}

const watchesSensors = new Set(['water-quality', 'night-flow', 'leak-location', 'bin-fill'])
