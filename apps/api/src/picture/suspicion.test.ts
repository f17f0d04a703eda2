import type { Prediction } from '@driftbild/core'
import { expect, test } from 'vitest'
import { suspicionOf } from './suspicion.ts'

const leak = (
  id: string,
  probability: number,
  candidates: Record<string, number>,
  more: Partial<Prediction> = {},
) => ({
  id,
  prediction: {
    ...{ subject: { type: 'zone', tag: 'Z' }, kind: 'leak', probability },
    candidates: Object.entries(candidates).map(([asset, share]) => ({ asset, probability: share })),
    ...more,
  } as Prediction,
})

test('a pipe is suspected by its share of what is expected in its zone', () => {
  const found = suspicionOf([leak('a', 0.8, { P1: 0.5, P2: 0.25, P3: 0.001 })])
  expect([...found.keys()]).toEqual(['P1', 'P2'])
  expect(found.get('P1')).toEqual({ probability: 0.4, predictions: ['a'] })
})

test('two that say so together are surer than one, never more than certain', () => {
  const found = suspicionOf([leak('a', 0.8, { P1: 0.5 }), leak('b', 0.5, { P1: 1 })])
  expect(found.get('P1')!.probability).toBeCloseTo(0.7)
  expect(found.get('P1')!.predictions).toEqual(['a', 'b'])
})

test('without candidates it is the asset that it is about; what is no leak is left out', () => {
  const about = { subject: { type: 'asset', tag: 'P9' } } as const
  expect([...suspicionOf([leak('a', 0.6, {}, about)]).keys()]).toEqual(['P9'])
  expect(suspicionOf([leak('a', 0.6, {}), leak('b', 0.9, { P1: 1 }, { kind: 'lamp-out' })]).size).toBe(0)
})
