import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Asset, type Forecast, HOUR, type Micros, parseTime, type Signal } from '@driftbild/core'
import { putRegister } from '@driftbild/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTold } from './jobs/read-told.ts'
import { readSettings } from './settings.ts'
import { HOME, startTestCentre, type TestCentre } from './test/centre.ts'
import { hamlet } from './test/register.ts'
import { readPointForecast } from './weather/point-forecast.ts'
import { takeRainForecasts } from './weather/rain-forecasts-task.ts'

const BEGIN = parseTime('2026-06-01T12:00:00Z')
const gauge: Asset = {
  ...{ tag: 'RG-1', class: 'rain-gauge', name: 'Regnmätare', site: null, zone: null, surveyed: null },
  ...{ builtYear: null, expectedLife: null, visibility: 'staff', attributes: {} },
  geometry: { type: 'Point', coordinates: [21.7, 65.83] },
}
const rain: Signal = {
  ...{ key: 'RG-1/rain', asset: 'RG-1', role: 'rain', unit: 'mm/h', range: null },
  ...{ kind: { type: 'measure' }, reporting: { type: 'every', seconds: 300 } },
}

const text = (at: Micros) => new Date(at / 1000).toISOString().replace('.000Z', 'Z')
/** Twelve hours of `mm` from `first`, then six hours in one. */
const snow = (issued: Micros, first: Micros, mm: number) => ({
  createdTime: text(issued),
  referenceTime: text(issued - HOUR),
  geometry: { type: 'Point', coordinates: [21.7, 65.83] },
  timeSeries: [
    ...Array.from({ length: 12 }, (_, i) => ({
      time: text(first + (i + 1) * HOUR),
      intervalParametersStartTime: text(first + i * HOUR),
      data: {
        air_temperature: 9.4,
        ...{ precipitation_amount_min: 0, precipitation_amount_median: mm },
        ...{ precipitation_amount_mean: 1.5 * mm, precipitation_amount_max: i === 2 ? 9999 : 4 * mm },
      },
    })),
    {
      time: text(first + 18 * HOUR),
      intervalParametersStartTime: text(first + 12 * HOUR),
      data: { precipitation_amount_median: 6 * mm },
    },
  ],
})

let clock = BEGIN
let centre: TestCentre
const asked: string[] = []
let answer: () => { status: number; body: unknown }
const server = createServer((request, response) => {
  asked.push(request.url!)
  const { status, body } = answer()
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
})
let source: { url: string; name: string }

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  source = { url: `http://127.0.0.1:${port}/lon/{lon}/lat/{lat}/data.json`, name: 'SMHI' }
  centre = await startTestCentre({ models: [], now: () => clock })
  await centre.db.transaction({ municipality: HOME, role: 'api' }, (tx) =>
    putRegister(tx, {
      ...hamlet(HOME, 'Norrvik'),
      ...{ zones: [], items: [], installations: [], relations: [], alarmRules: [] },
      ...{ assets: [gauge], signals: [rain] },
    }),
  )
  await centre.services.pictures.load()
})
afterAll(async () => {
  await centre?.close()
  server.close()
})

const take = () => takeRainForecasts({ ...centre.services, source })
const toldAt = (at: Micros): Promise<Forecast | undefined> =>
  centre.db.transaction({ municipality: HOME, role: 'reader' }, async (tx) => {
    const told = await readTold(tx, { forecasts: { rain: rain.key } }, at)
    return told(at).forecasts!.rain
  })

test('what a weather service says of a gauge’s place is kept by when it was known, once a run', async () => {
  answer = () => ({ status: 200, body: snow(BEGIN, BEGIN, 2) })
  await take()
  expect(asked).toContain('/lon/21.700000/lat/65.830000/data.json')
  clock += 20 * 60e6
  await take()
  const first = (await toldAt(clock))!
  expect(first).toMatchObject({
    ...{ signal: rain.key, asOf: BEGIN, model: { name: 'SMHI' }, quantiles: [0.05, 0.5, 0.95] },
  })
  expect(first.time.slice(0, 2)).toEqual([BEGIN, BEGIN + HOUR])
  expect(first.values.map((of) => of[0])).toEqual([0, 2, 8])
  expect(first.mean![0]).toBe(3)
  // 9999 is none, and a sum over six hours is a sixth of it in each.
  expect(first.values[2]![2]).toBe(3)
  expect(first.time).toHaveLength(18)
  expect(first.values[1]![17]).toBe(2)
})

test('a step never hears of a run that came after it', async () => {
  clock = BEGIN + 3 * HOUR
  answer = () => ({ status: 200, body: snow(BEGIN + 2 * HOUR, BEGIN + 2 * HOUR, 5) })
  await take()
  expect((await toldAt(BEGIN + 3 * HOUR))!.values[1]![0]).toBe(5)
  expect((await toldAt(BEGIN + 3 * HOUR - 1))!.values[1]![0]).toBe(2)
  expect(await toldAt(BEGIN - 1)).toBeUndefined()
})

test('a service that is down, or answers something else, is told in the log and changes nothing', async () => {
  const before = await toldAt(clock)
  for (const bad of [
    { status: 503, body: {} },
    { status: 200, body: { error: 'no such point' } },
  ]) {
    answer = () => bad
    await take()
  }
  expect(await toldAt(clock)).toEqual(before)
  const told = centre.lines.filter((line) =>
    line.startsWith('warn no forecast of the rain at RG-1 from SMHI'),
  )
  expect(told).toHaveLength(2)
  expect(told[0]).toContain('503')
})

test('an answer of SMHI’s is read as it stands in public: one of its hours, and one of its later spans', () => {
  const dry = {
    ...{ air_temperature: 11.9, wind_from_direction: 273, wind_speed: 2.6, wind_speed_of_gust: 5.3 },
    ...{ relative_humidity: 75, air_pressure_at_mean_sea_level: 1018, visibility_in_air: 21.5 },
    ...{ thunderstorm_probability: 0, probability_of_frozen_precipitation: 0, cloud_area_fraction: 4 },
    ...{
      low_type_cloud_area_fraction: 2,
      medium_type_cloud_area_fraction: 0,
      high_type_cloud_area_fraction: 0,
    },
    ...{ cloud_base_altitude: 9999, cloud_top_altitude: 9999, precipitation_amount_mean_deterministic: 0 },
    ...{ precipitation_amount_mean: 0, precipitation_amount_min: 0, precipitation_amount_max: 0 },
    ...{ precipitation_amount_median: 0, probability_of_precipitation: 0, precipitation_frozen_part: -9 },
    ...{ predominant_precipitation_type_at_surface: 0, symbol_code: 3 },
  }
  const wet = { precipitation_amount_mean: 3, precipitation_amount_median: 1.8, precipitation_amount_max: 12 }
  const { issued, spans } = readPointForecast({
    createdTime: '2025-10-15T09:04:21Z',
    referenceTime: '2025-10-15T09:00:00Z',
    geometry: { type: 'Point', coordinates: [18.077207, 59.33036] },
    timeSeries: [
      { time: '2025-10-15T10:00:00Z', intervalParametersStartTime: '2025-10-15T09:00:00Z', data: dry },
      {
        ...{ time: '2025-10-18T00:00:00Z', intervalParametersStartTime: '2025-10-17T18:00:00Z' },
        data: { ...dry, ...wet },
      },
    ],
  })
  expect(issued).toBe(parseTime('2025-10-15T09:04:21Z'))
  expect(spans).toEqual([
    {
      ...{ from: parseTime('2025-10-15T09:00:00Z'), to: parseTime('2025-10-15T10:00:00Z') },
      ...{ least: 0, median: 0, mean: 0, most: 0 },
    },
    {
      ...{ from: parseTime('2025-10-17T18:00:00Z'), to: parseTime('2025-10-18T00:00:00Z') },
      ...{ least: 0, median: expect.closeTo(0.3, 9), mean: 0.5, most: 2 },
    },
  ])
})

test('nobody is asked unless an address says so, and nothing goes out in the clear', () => {
  const settings = (address?: string) =>
    readSettings({
      DATABASE_URL: 'postgresql://localhost/x',
      ...(address !== undefined && { DRIFTBILD_RAIN_FORECAST: address }),
    }).rainForecast
  const smhi = 'https://opendata-download-metfcst.smhi.se/point/lon/{lon}/lat/{lat}/data.json'
  expect(settings()).toBeNull()
  expect(settings(smhi)).toEqual({ url: smhi, name: 'SMHI' })
  expect(settings(`${smhi}#Egen tjänst`)!.name).toBe('Egen tjänst')
  for (const wrong of [smhi.replace('https', 'http'), smhi.replace('{lat}', '65')])
    expect(() => settings(wrong)).toThrow(/DRIFTBILD_RAIN_FORECAST/)
})
