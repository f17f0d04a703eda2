import { DAY, HOUR, MINUTE, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { bucket } from '../../test/series.ts'
import type { SewerInflowConfig } from '../sewer-inflow/config.ts'
import { detectOverflows } from './detect-overflows.ts'
import { runLevels } from './run-levels.ts'

const BEGAN = Date.parse('2026-05-04T10:00:00Z') * 1000
const config: SewerInflowConfig = {
  ...{
    tag: 'APS1',
    timeZone: 'Europe/Stockholm',
    catchment: null,
    sump: { area: 9, stop: 0.5, start: 1.2, overflow: 2.8 },
  },
  pumps: ['P1', 'P2'].map((tag) => ({ tag, ratedFlow: 80, metered: null, countsStarts: true })),
  ...{ level: { key: 'l', unit: 'm' }, flow: null, rain: { key: 'r', unit: 'mm/h' } },
}

/** From six hours before to four after, in steps of five minutes. */
const steps = (value: (hour: number) => number): Rollup[] =>
  Array.from({ length: 120 }, (_, i) =>
    bucket(BEGAN + (i - 72) * 5 * MINUTE, value((i - 72) / 12), { flat: true }),
  )

const during = (hour: number) => hour >= 0 && hour < 1.5
function detected(over: { rain?: number; ran?: [number, number]; weirWidth?: number; until?: number } = {}) {
  const { rain = 0, ran = [1, 1], weirWidth = null, until = BEGAN + 4 * HOUR } = over
  const counter = (share: number) => steps((hour) => 100 + share * Math.max(0, Math.min(1.5, hour)))
  return detectOverflows({
    ...{ config, weirWidth, state: null, until },
    series: {
      level: steps((hour) => (during(hour) ? 2.9 : 1)),
      overflowing: steps((hour) => (during(hour) ? 1 : 0)),
      rain: steps(() => rain),
      'pump-0-run-hours': counter(ran[0]),
      'pump-1-run-hours': counter(ran[1]),
    },
  })
}

describe('an overflow as the readings tell it', () => {
  test('begins and ends with its switch, once', () => {
    const [one, ...others] = detected()
    expect(others).toEqual([])
    expect(one).toMatchObject({ began: BEGAN, ended: BEGAN + 1.5 * HOUR, facts: { highest: 2.9 } })
  })

  test('lasts while nothing says that it is over', () => {
    expect(detected({ until: BEGAN + 1.6 * HOUR })[0]!.ended).toBeNull()
  })

  test('has Poleni’s volume where the crest’s width is known, and none where nothing tells', () => {
    // 0.1 m over 1.5 m of crest: 2/3·0.62·1.5·√19.62·0.1^1.5 = 0.0868 m³/s, for an hour and a half.
    expect(detected({ weirWidth: 1.5 })[0]!.volume).toEqual({ value: 469, source: 'weir' })
    expect(detected()[0]!.volume).toBeNull()
  })

  test.each([
    [{ rain: 3 }, 'rain'],
    [{ rain: 3, ran: [1, 0] }, 'pump-failure'],
    [{ ran: [0, 0] }, 'power'],
    [{ ran: [1, 1] }, 'blockage'],
    [{ ran: [0.4, 0.4] }, 'unknown'],
  ] as const)('%j points to %s', (over, cause) => {
    expect(
      detected({ ...over, ran: [...(('ran' in over && over.ran) || [1, 1])] as [number, number] })[0]!.cause,
    ).toBe(cause)
  })
})

test('a wider band starts a pump less often, stands higher, and leaves less time to the weir', () => {
  const parts = { area: 9, overflow: 2.8, one: 80, both: 136, stop: 0.5, start: 1.2 }
  const flows = Array.from({ length: (7 * DAY) / HOUR }, (_, h) => 25 + 15 * Math.sin(h / 4))
  const [narrow, wide] = [runLevels(parts, flows), runLevels({ ...parts, start: 1.6 }, flows)]
  expect(wide.startsPerDay).toBeLessThan(0.7 * narrow.startsPerDay)
  expect(wide.liftKwhPerDay).toBeLessThan(narrow.liftKwhPerDay)
  expect(wide.minutesToOverflow).toBeLessThan(narrow.minutesToOverflow)
  // 6.3 m³ at 25 m³/h in and 55 out: 15.1 and 6.9 minutes.
  expect(runLevels(parts, Array(24).fill(25)).startsPerDay).toBeCloseTo(24 / (6.3 / 25 + 6.3 / 55), 6)
})
