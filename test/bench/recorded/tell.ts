import { type Comparison, isWhole } from './compare.ts'
import type { ForecastError } from './forecast-error.ts'
import type { ModelRun } from './models-ran.ts'
import type { WhatCame } from './what-came-of-it.ts'

/** One recording, from its files to an order. */
export interface Result extends Comparison {
  mapping: string
  /** From the command to its last line. */
  seconds: number
  models: ModelRun[]
  outcome: WhatCame
  forecastError: ForecastError | null
  /** What the command itself said. */
  said: string
}

export function tell(result: Result): void {
  const { mapping, seconds, files, ledger, repeatedHour, models, outcome, forecastError } = result
  console.log(`\n${mapping}: ${isWhole(result) ? 'whole' : 'NOT WHOLE'}, ${seconds.toFixed(1)} s`)
  console.table(
    Object.fromEntries(
      files.map(({ file, bad, equal, ...row }) => [
        file,
        {
          ...row,
          'stored as bad': Object.entries(bad)
            .map(([why, n]) => `${n} ${why}`)
            .join(', '),
          checksum: equal ? 'equal' : 'DIFFERENT',
        },
      ]),
    ),
  )
  console.log(
    `  sequences: ${ledger.durable} in, of them ${ledger.readings} readings and ${ledger.silences} silences, ${ledger.holes} holes; beyond the files ${result.unexpected}`,
  )
  if (repeatedHour.length > 0) console.log(`  the hour that came twice:\n    ${repeatedHour.join('\n    ')}`)
  for (const run of models) {
    console.log(`  ${run.model}: ${run.atEnd} of ${run.subjects} at their data’s end, as of ${run.asOf}`)
  }
  if (models.length === 0) console.log('  no model watches what was measured here')
  const { forecasts, predictions, faults, alarms, activeAlarms, order } = outcome
  console.log(
    `  ${forecasts.length} forecasts, ${predictions.length} predictions, ${alarms} alarms (${activeAlarms} active), ${faults.length} faults, ${order ? `order ${order.number} ${order.state}: ${order.title}` : 'no order'}`,
  )
  for (const { subjectName, kind, probability, size } of predictions.slice(0, 3)) {
    console.log(
      `    ${probability.toFixed(2)} ${kind} ${subjectName} ${size ? `${size.value} ${size.unit}` : ''}`,
    )
  }
  if (forecastError) {
    console.log(
      `  forecast against the ${forecastError.hours} h that follow: mean error ${forecastError.model.toFixed(3)}, same hours of the last four weeks ${forecastError.lastFourWeeks.toFixed(3)}`,
    )
  }
  console.log(`  clock at ${outcome.now}, newest reading ${outcome.newestReading}; “${outcome.recording}”`)
}
