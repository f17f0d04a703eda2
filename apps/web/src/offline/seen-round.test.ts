import type { FieldDay } from '@driftbild/api/contract'
import type { Stop } from '@driftbild/core'
import { expect, test } from 'vitest'
import type { QueueEntry, Work } from './queue-entry.ts'
import { seenRound, turned } from './seen-round.ts'

const stop = (asset: string, over: Partial<Stop> = {}): Stop => ({
  ...{ asset, order: null, visitedAt: null, skipped: null },
  ...over,
})
const visit = (id: string, tag: string | null) =>
  ({
    order: { id, title: `Order ${id}`, state: 'assigned', conflicts: [], history: [] },
    asset: tag === null ? null : { tag, name: tag },
    documents: [],
  }) as unknown as FieldDay['visits'][number]
const day = (over: Partial<FieldDay>): FieldDay => ({
  ...{
    now: 0,
    day: '2026-05-04',
    crew: 'Bil 1',
    crews: ['Bil 1'],
    own: [],
    visits: [],
    stops: [],
    places: [],
  },
  ...over,
})
const place = (tag: string) => ({ tag, name: `Kärl ${tag}` }) as FieldDay['places'][number]
const entry = (work: Work): QueueEntry => ({
  ...{ position: 1, schema: 2, user: 'u1', municipality: '9999', madeAt: 0, clockOffset: 0 },
  ...{ refused: null, work },
})
const round = (commands: Extract<Work, { kind: 'round' }>['commands']) =>
  entry({ kind: 'round', day: '2026-05-04', name: 'Bil 1', commands })
const shared = { id: '5b0d1d52-6f0e-4a5f-9d0c-0a4f2f1f7f02', at: 7 }
const see = (of: FieldDay, entries: QueueEntry[] = []) => seenRound(of, { entries, settled: [] }, 'u1')

test('places and orders stand in the order of the round, and what nobody placed after them', () => {
  const seen = see(
    day({
      visits: [visit('o1', 'L-1'), visit('o2', null), visit('o3', 'L-3')],
      stops: [stop('K-2'), stop('L-3'), stop('K-1')],
      places: [place('K-1'), place('K-2')],
    }),
  )
  expect(seen.map(({ key }) => key)).toEqual(['K-2', 'o3', 'K-1', 'o1', 'o2'])
  expect(turned(seen)).toEqual([
    { asset: 'K-2', order: null },
    { asset: 'L-3', order: 'o3' },
    { asset: 'K-1', order: null },
    { asset: 'L-1', order: 'o1' },
  ])
})

test('what was done since it was fetched shows at once', () => {
  const bins = day({
    stops: [stop('K-1'), stop('K-2'), stop('K-3')],
    places: ['K-1', 'K-2', 'K-3'].map(place),
  })
  const seen = see(bins, [
    round([{ ...shared, type: 'visit', asset: 'K-1', order: null }]),
    round([{ ...shared, type: 'skip', asset: 'K-3', order: null, reason: 'Avspärrat' }]),
  ])
  expect(seen.map(({ key, state, doneAt }) => [key, state, doneAt])).toEqual([
    ['K-1', 'done', 7],
    ['K-2', 'open', null],
    ['K-3', 'skipped', null],
  ])
  expect(seen[2]!.skipped?.reason).toBe('Avspärrat')
})

test('a place that the phone knows nothing of is left out', () => {
  expect(see(day({ stops: [stop('K-1'), stop('secret')], places: [place('K-1')] }))).toHaveLength(1)
})
