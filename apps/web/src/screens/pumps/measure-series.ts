import type { Series } from '@driftbild/api/contract'
import type { PumpMeasureView } from '../../data/pumps.ts'

/** A measure's days in the form that charts draw, in the unit that they are shown in. */
export function measureSeries({ kind, time, values }: PumpMeasureView, unit: string, factor: number): Series {
  const shown = values.map((value) => factor * value)
  return {
    ...{ key: `pump/${kind}`, unit: unit as Series['unit'], resolution: 'day' },
    ...{ from: time[0]!, to: time.at(-1)! },
    time: time.map((at) => Date.parse(at) / 1000),
    ...{ average: shown, minimum: shown, maximum: shown, last: shown },
    quality: shown.map(() => 'good'),
    held: shown.map(() => false),
    ...{ gaps: [], letGo: [] },
  }
}
