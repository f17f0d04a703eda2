import { assetStates } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { parseMarker, ringSegments, SHARE_STEPS } from './marker-id.ts'

const none = { critical: 0, high: 0, low: 0, prediction: 0, stale: 0, information: 0, normal: 0 }

describe('a marker’s name', () => {
  test('says what an asset looks like', () => {
    expect(parseMarker('asset/pump/prediction/4/1')).toEqual({
      kind: 'asset',
      class: 'pump',
      state: 'prediction',
      probability: 0.8,
      underWork: true,
      fill: null,
      lamp: null,
    })
    expect(parseMarker('asset/waste-container/normal/0/0/7')).toMatchObject({ fill: 0.7, lamp: null })
    expect(parseMarker('asset/luminaire/low/0/0/out')).toMatchObject({ fill: null, lamp: 'out' })
  })

  test.each(assetStates)('from afar is the shape of %s alone', (state) => {
    expect(parseMarker(`dot/${state}/0`)).toEqual({ kind: 'dot', state, probability: 0, lamp: null })
    expect(parseMarker(`dot/${state}/0/lit`)).toMatchObject({ lamp: 'lit' })
  })

  test('of a cluster holds the share of every state, worst first', () => {
    expect(parseMarker('cluster/high/2/0.1.0.2.0.0.11')).toEqual({
      kind: 'cluster',
      state: 'high',
      size: 2,
      shares: { ...none, high: 1, prediction: 2, normal: 11 },
    })
  })

  test('of a change says what became of it', () => {
    expect(parseMarker('change/worse')).toEqual({ kind: 'change', change: 'worse' })
    expect(parseMarker('change/elsewhere')).toBeNull()
  })

  test('of nobody’s is nobody’s', () => {
    expect(parseMarker('some-sprite')).toBeNull()
    expect(parseMarker('asset/pump/unheard-of/0/0')).toBeNull()
  })
})

describe('a cluster’s ring', () => {
  test('is divided by state and closes', () => {
    const segments = ringSegments({ ...none, critical: 3, normal: 9 })
    expect(segments.map((s) => s.state)).toEqual(['critical', 'normal'])
    expect(segments[0]!.to - segments[0]!.from).toBeCloseTo(Math.PI / 2)
    expect(segments.at(-1)!.to - segments[0]!.from).toBeCloseTo(2 * Math.PI)
  })

  test('shows one critical among a thousand: what is there at all has a whole step', () => {
    const critical = Math.ceil((SHARE_STEPS * 1) / 1000)
    const normal = Math.ceil((SHARE_STEPS * 999) / 1000)
    const [worst] = ringSegments({ ...none, critical, normal })
    expect(worst!.to - worst!.from).toBeGreaterThan((2 * Math.PI) / (SHARE_STEPS + 2))
  })
})
