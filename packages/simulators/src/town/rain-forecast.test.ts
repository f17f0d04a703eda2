import { DAY, HOUR, parseTime } from '@driftbild/core'
import { expect, test } from 'vitest'
import { newestRun, startWeatherService } from '../servers/weather-service.ts'
import { rainForecast } from './rain-forecast.ts'
import { weatherOf } from './weather.ts'

const BEGIN = parseTime('2026-06-01T00:00:00Z')
const RUNS = 8 * 300
/** A cloudburst each fifty days: as many come as are feared. */
const weather = weatherOf(
  1,
  Array.from({ length: 6 }, (_, i) => {
    const from = BEGIN + (30 + 50 * i) * DAY + 9 * HOUR
    return { id: `flood-${i}`, kind: 'rain-overflow', asset: 'RG1', from, to: from + 4 * HOUR, depth: 57 }
  }),
)
const runs = Array.from({ length: RUNS }, (_, i) => rainForecast(weather, 1, BEGIN + i * 3 * HOUR))
const fallen = (hour: number) =>
  [0.125, 0.375, 0.625, 0.875].reduce((sum, part) => sum + weather.rain(hour + part * HOUR) / 4, 0)

test('it is as often wrong as it says: on average as much falls as is expected, however far ahead', () => {
  for (const lead of [0, 3, 6, 12, 24]) {
    const expected = runs.reduce((sum, run) => sum + run.mean[lead]!, 0) / RUNS
    const was = runs.reduce((sum, run) => sum + fallen(run.time[lead]!), 0) / RUNS
    expect(expected / was, `${lead} h ahead`).toBeGreaterThan(0.8)
    expect(expected / was, `${lead} h ahead`).toBeLessThan(1.3)
  }
})

test('hardly ever falls more than its most, and the further ahead the less it knows', () => {
  const over = (lead: number) =>
    runs.filter((run) => fallen(run.time[lead]!) > run.most[lead]! + 0.3).length / RUNS
  for (const lead of [1, 6, 12]) expect(over(lead)).toBeLessThan(0.1)
  const off = (lead: number) =>
    runs.reduce((sum, run) => sum + Math.abs(run.mean[lead]! - fallen(run.time[lead]!)), 0)
  expect(off(1)).toBeLessThan(0.85 * off(6))
  expect(off(6)).toBeLessThan(off(24))
})

test('a cloudburst is seen coming, seldom surely', () => {
  const from = BEGIN + 40 * DAY + 9 * HOUR
  const flood = {
    id: 'flood',
    kind: 'rain-overflow',
    asset: 'RG1',
    from,
    to: from + 4 * HOUR,
    depth: 60,
  } as const
  const wet = weatherOf(1, [flood])
  const sumOf = (issued: number, of: 'mean' | 'most') =>
    rainForecast(wet, 1, issued)
      [of].slice(0, 12)
      .reduce((sum, mm) => sum + mm, 0)
  expect(sumOf(from - 30 * 60e6, 'mean')).toBeGreaterThan(25)
  expect(sumOf(from - 6 * HOUR, 'mean')).toBeLessThan(60)
})

test('it answers over HTTP as SMHI does, with the newest run that is known', async () => {
  const now = BEGIN + 5.2 * HOUR
  const service = await startWeatherService({
    ...{ port: 0, now: () => now },
    forecast: (issued) => rainForecast(weather, 1, issued),
  })
  const url = service.url.replace('{lon}', '21.7').replace('{lat}', '65.8')
  const body = (await (await fetch(url)).json()) as { referenceTime: string; timeSeries: unknown[] }
  expect(parseTime(body.referenceTime)).toBe(newestRun(now))
  expect(newestRun(now)).toBe(BEGIN + 3 * HOUR)
  expect(body.timeSeries).toHaveLength(48)
  expect((await fetch(url.replace('snow1g', 'other'))).status).toBe(404)
  await service.stop()
})
