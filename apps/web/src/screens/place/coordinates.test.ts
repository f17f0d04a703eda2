import type { Geometry, SurveyedPlace } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { positionIn, stepped, surveyedByHand, textsOf } from './coordinates.ts'

describe('coordinates', () => {
  // Lantmäteriet, "Kontrollpunkter för SWEREF 99 TM": 59° N, 19.5° E.
  test('are typed as north and east in either language’s manner', () => {
    for (const pair of [
      ['6 548 757,206', '758 410,519'],
      ['6548757.206', '758410.519'],
    ] as [string, string][]) {
      const [lon, lat] = positionIn(pair, 3006)!
      expect(lon).toBeCloseTo(19.5, 7)
      expect(lat).toBeCloseTo(59, 7)
    }
    expect(textsOf([19.5, 59], 3006, 'sv')).toEqual(['6548757,21', '758410,52'])
    expect(textsOf([19.5, 59], 4326, 'en')).toEqual(['59.000000', '19.500000'])
  })

  test.each([
    { pair: ['758410', '6548757'], crs: 3006, what: 'the axes the wrong way round' },
    { pair: ['59', '17'], crs: 3006, what: 'degrees for metres' },
    { pair: ['6548757', '758410'], crs: 4326, what: 'metres for degrees' },
    { pair: ['6548757', ''], crs: 3006, what: 'only one of them' },
    { pair: ['59° 20′', '18'], crs: 4326, what: 'minutes' },
  ] as const)('are refused where they are $what', ({ pair, crs }) => {
    expect(positionIn(pair, crs)).toBeNull()
  })

  test('change by the metres of a step', () => {
    const [north, east] = textsOf(stepped([17.1, 60.6], 10, -1), 3006, 'en').map(Number)
    const [was, wasEast] = textsOf([17.1, 60.6], 3006, 'en').map(Number)
    expect(east! - wasEast!).toBeCloseTo(10, 2)
    expect(north! - was!).toBeCloseTo(-1, 2)
  })
})

describe('what is kept of a place that was changed by hand', () => {
  const geometry: Geometry = {
    type: 'LineString',
    coordinates: [
      [17.1, 60.6],
      [17.2, 60.6],
    ],
  }
  const surveyed: SurveyedPlace = {
    crs: 3006,
    coordinates: [
      [615_000.1234, 6_720_000.5, 12.25],
      [620_000, 6_720_100, 13],
    ],
    height: 12.6,
    accuracy: 0.02,
  }
  const moved: Geometry = { ...geometry, coordinates: [geometry.coordinates[0]!, [17.3, 60.61]] }

  test('is its system and height, what was not touched to the letter, and how sure a hand is', () => {
    const now = surveyedByHand(moved, { geometry, surveyed }, { accuracy: 2, method: 'map' })
    expect(now).toMatchObject({ crs: 3006, height: 12.6, accuracy: 2, method: 'map' })
    const [first, second] = now.coordinates as number[][]
    expect(first).toEqual([615_000.1234, 6_720_000.5, 12.25])
    expect(second).toHaveLength(2)
    expect(positionIn([String(second![1]), String(second![0])], 3006)![0]).toBeCloseTo(17.3, 7)
  })

  test('is WGS 84 where it was that, and SWEREF 99 TM where it was a system that we only read', () => {
    const byHand = { accuracy: null, method: 'typed' } as const
    const degrees = { crs: 4326, coordinates: geometry.coordinates }
    expect(surveyedByHand(moved, { geometry, surveyed: degrees }, byHand)).toEqual({
      ...{ crs: 4326, coordinates: moved.coordinates, method: 'typed' },
    })
    const zone = { crs: 3011, coordinates: [] }
    expect(surveyedByHand(moved, { geometry, surveyed: zone }, byHand).crs).toBe(3006)
    expect(surveyedByHand(moved, { geometry, surveyed: null }, byHand).crs).toBe(3006)
  })
})
