import type { AssetPage, AssetSummary, LiveEvent, Overview } from '@driftbild/api/contract'
import { QueryClient } from '@tanstack/react-query'
import { describe, expect, test } from 'vitest'
import { patchCaches } from './live.ts'

const M = '9999'
const reading = {
  time: '2026-01-15T12:00:00Z',
  value: 4.1,
  reason: null,
  quality: 'good',
  stale: false,
} as const
const patch = (client: QueryClient, ...events: LiveEvent[]) => patchCaches(client, M, events)

describe('an event is put into what is already held', () => {
  test('a reading becomes its signal’s latest and leaves the others alone', () => {
    const client = new QueryClient()
    const page = {
      tag: 'P-1',
      signals: [
        { key: 'P-1/flow', latest: null },
        { key: 'P-1/power', latest: null },
      ],
    }
    client.setQueryData([M, 'asset', 'P-1'], page)
    patch(client, { type: 'reading', key: 'P-1/flow', asset: 'P-1', reading })
    const after = client.getQueryData<AssetPage>([M, 'asset', 'P-1'])!
    expect(after.signals.map((s) => s.latest)).toEqual([reading, null])
  })

  test('a reading of an asset that nobody looks at changes nothing', () => {
    const client = new QueryClient()
    expect(patch(client, { type: 'reading', key: 'P-1/flow', asset: 'P-1', reading }).size).toBe(0)
    expect(client.getQueryData([M, 'asset', 'P-1'])).toBeUndefined()
  })

  test('a state reaches the asset’s page and every list that shows it', () => {
    const client = new QueryClient()
    client.setQueryData([M, 'asset', 'P-1'], { tag: 'P-1', state: 'normal', underWork: false })
    const list = (filter: string) => [M, 'assets', { filter }]
    for (const filter of ['a', 'b']) {
      client.setQueryData(list(filter), { pages: [{ items: [{ tag: 'P-1', state: 'normal' }], next: null }] })
    }
    const again = patch(client, {
      type: 'state',
      tag: 'P-1',
      state: 'high',
      prediction: null,
      underWork: true,
    })
    expect(client.getQueryData([M, 'asset', 'P-1'])).toMatchObject({ state: 'high', underWork: true })
    for (const filter of ['a', 'b']) {
      const { pages } = client.getQueryData<{ pages: { items: AssetSummary[] }[] }>(list(filter))!
      expect(pages[0]!.items[0]!.state).toBe('high')
    }
    expect(again).toEqual(new Set(['overview']))
  })

  test('what changed is asked for again', () => {
    expect(patch(new QueryClient(), { type: 'changed', what: 'alarms' })).toEqual(
      new Set(['alarms', 'overview']),
    )
  })

  test('a job moves its bar, and when it is done what it made is asked for', () => {
    const client = new QueryClient()
    const job = {
      id: 'h',
      kind: 'history',
      done: 0.2,
      secondsLeft: 60,
      state: 'running',
      message: null,
    } as const
    client.setQueryData([M, 'overview'], { jobs: [job] })
    expect(patch(client, { type: 'job', job: { ...job, done: 0.5 } }).size).toBe(0)
    expect(client.getQueryData<Overview>([M, 'overview'])!.jobs[0]!.done).toBe(0.5)
    expect(patch(client, { type: 'job', job: { ...job, done: 1, state: 'done' } })).toContain('series')
  })
})
