import type { Kommunkod, Micros } from '@driftbild/core'
import { type Change, listJobs, type Tx } from '@driftbild/store'
import type { LiveEvent } from '../contract/index.ts'
import { paced } from '../in-turns.ts'
import type { Hub } from '../live/hub.ts'
import { viewJob } from '../views/job-view.ts'
import { dataNow } from './data-clock.ts'
import { viewLatest } from './latest-view.ts'
import { judgeAsset, type Picture } from './picture.ts'

/** What a change of a picture means for those who look at it. */
export interface Teller {
  /** In turns: judges these assets and tells those that look different, and `anyway` those whose facts changed. */
  states(picture: Picture, tags: Iterable<string>, anyway?: ReadonlySet<string>): Generator<void, void>
  readings(picture: Picture, keys: Iterable<string>): void
  jobs(tx: Tx, code: Kommunkod): Promise<void>
  list(code: Kommunkod, what: Change['what']): void
}

type Listed = Extract<LiveEvent, { type: 'changed' }>['what'] & Change['what']
const lists: ReadonlySet<string> = new Set<Listed>([
  'alarms',
  'predictions',
  'faults',
  'work-orders',
  'collectors',
  'assets',
  'occasions',
])
const isList = (what: Change['what']): what is Listed => lists.has(what)

export function createTeller(hub: Hub, now: () => Micros): Teller {
  /** What was told of each job last; progress that stands still is not told again. */
  const toldJobs = new Map<string, string>()

  return {
    *states(picture, tags, anyway = new Set()) {
      const at = { now: now(), dataNow: dataNow(picture, now()) }
      yield* paced(tags, (tag) => {
        const watched = picture.assets.get(tag)
        if (!watched || (!judgeAsset(picture, watched, at) && !anyway.has(tag))) return
        const { state, prediction, underWork } = watched
        const event = { type: 'state', tag, state, prediction, underWork } as const
        hub.publish({ municipality: picture.code, asset: tag, event })
      })
    },
    readings(picture, keys) {
      for (const key of keys) {
        const watched = picture.signals.get(key)
        const reading = watched && viewLatest(watched)
        if (!reading) continue
        const { asset } = watched.signal
        hub.publish({ municipality: picture.code, asset, event: { type: 'reading', key, asset, reading } })
      }
    },
    async jobs(tx, code) {
      for (const stored of await listJobs(tx)) {
        const job = viewJob(stored, now())
        const text = JSON.stringify(job)
        if (!job || toldJobs.get(`${code} ${job.id}`) === text) continue
        toldJobs.set(`${code} ${job.id}`, text)
        hub.publish({ municipality: code, asset: null, event: { type: 'job', job } })
      }
    },
    list(code, what) {
      if (isList(what)) hub.publish({ municipality: code, asset: null, event: { type: 'changed', what } })
    },
  }
}
