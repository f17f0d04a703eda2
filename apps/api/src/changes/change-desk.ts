import { randomUUID } from 'node:crypto'
import { type AssetChange, HOUR, type Kommunkod, type Micros } from '@driftbild/core'
import { type Database, listMunicipalities, stopOpenSets, type Tx } from '@driftbild/store'
import { type DraftView, type RowOutcome, rowOutcomes } from '../contract/index.ts'
import { BusyError } from '../http/problems.ts'
import type { Hub } from '../live/hub.ts'
import { describeError, type Log } from '../log.ts'
import type { Pictures } from '../picture/pictures.ts'
import { makeSet } from './make-set.ts'
import type { PlannedRow } from './planned-row.ts'

/** Whose draft it is, and how its rows come to be; `plan` stops when told to. */
export interface DraftOrder {
  municipality: Kommunkod
  person: string
  kind: DraftView['kind']
  detail: Record<string, string>
  undoes: string | null
  plan(at: { signal: AbortSignal; onPlanned: (done: number) => void }): Promise<PlannedRow[]>
  /** What is kept beside the changes: made ready before the first of them, written as the last is made. */
  keeps?: () => Promise<(tx: Tx) => Promise<void>>
  keepsModel?: boolean
}

export interface Draft {
  order: DraftOrder
  view: DraftView
  rows: PlannedRow[]
}

/** Where changes of the register are worked out, looked at, and made. */
export interface ChangeDesk {
  /** Sets that an earlier process left unfinished are marked as such. */
  open(): Promise<void>
  take(order: DraftOrder): DraftView
  find(municipality: Kommunkod, person: string, id: string): Draft | null
  list(municipality: Kommunkod, person: string): DraftView[]
  /** Begins to make what the draft says; it becomes a set of the same id. False unless it is ready. */
  apply(draft: Draft, reason: string): boolean
  /** Stops what is under way, taking back what was made, or lets go of the draft. */
  cancel(draft: Draft): void
  tidy(): void
  close(): Promise<void>
}

interface Parts {
  db: Database
  pictures: Pick<Pictures, 'withSet'>
  hub: Pick<Hub, 'publish'>
  log: Log
  now: () => Micros
}

interface Job extends Draft {
  stop: AbortController
  startedAt: Micros
  keptUntil: Micros
}

const KEPT_FOR = 6 * HOUR
/** Of one person: more is a page that keeps asking. */
const MOST_DRAFTS = 20
const TELL_EVERY_MS = 250

const noCounts = () => Object.fromEntries(rowOutcomes.map((one) => [one, 0])) as Record<RowOutcome, number>

/** Plans and makes one after the other, so that changes never take more of the engine than one export does. */
export function createChangeDesk({ db, pictures, hub, log, now }: Parts): ChangeDesk {
  const jobs = new Map<string, Job>()
  let turn: Promise<void> = Promise.resolve()
  let closed = false

  const tell = (job: Job, change: Partial<DraftView>) => {
    job.view = { ...job.view, ...change }
    const { municipality, person } = job.order
    hub.publish({ municipality, person, asset: null, event: { type: 'draft', draft: job.view } })
  }
  const progress = (job: Job) => {
    let told = performance.now()
    return (done: number) => {
      if (performance.now() - told < TELL_EVERY_MS) return
      told = performance.now()
      const passed = (now() - job.startedAt) / 1e6
      tell(job, { done, secondsLeft: done > 0 ? Math.round((passed / done) * (1 - done)) : null })
    }
  }
  const inTurn = (job: Job, work: () => Promise<void>) => {
    turn = turn.then(async () => {
      if (closed || job.stop.signal.aborted) return
      job.startedAt = now()
      try {
        await work()
      } catch (error) {
        if (job.stop.signal.aborted) return
        log('error', `a change of the register failed: ${describeError(error)}`)
        tell(job, { state: 'failed', secondsLeft: null })
      }
    })
  }

  const tidy = () => {
    for (const [id, job] of jobs) if (job.keptUntil <= now() && job.view.state !== 'applying') jobs.delete(id)
  }
  const own = (municipality: Kommunkod, person: string) =>
    [...jobs.values()].filter(({ order }) => order.municipality === municipality && order.person === person)

  return {
    async open() {
      for (const { code } of await listMunicipalities(db)) {
        await db.transaction({ municipality: code, role: 'api' }, stopOpenSets)
      }
    },
    take(order) {
      const mine = own(order.municipality, order.person)
      const oldest = mine.find(({ view }) => view.state !== 'planning' && view.state !== 'applying')
      if (mine.length >= MOST_DRAFTS && !oldest) throw new BusyError('drafts-waiting', 10, 429)
      if (mine.length >= MOST_DRAFTS && oldest) jobs.delete(oldest.view.id)
      const view: DraftView = {
        ...{ id: randomUUID(), kind: order.kind, state: 'planning', done: 0, secondsLeft: null },
        ...{ counts: noCounts(), late: 0, detail: order.detail, set: null },
        keepsModel: order.keepsModel ?? false,
      }
      const job: Job = {
        ...{ order, view, rows: [], stop: new AbortController() },
        ...{ startedAt: now(), keptUntil: now() + KEPT_FOR },
      }
      jobs.set(view.id, job)
      inTurn(job, async () => {
        job.rows = await order.plan({ signal: job.stop.signal, onPlanned: progress(job) })
        const counts = noCounts()
        for (const { outcome } of job.rows) counts[outcome]++
        tell(job, { state: 'ready', done: 1, secondsLeft: null, counts })
      })
      return view
    },
    find(municipality, person, id) {
      return own(municipality, person).find(({ view }) => view.id === id) ?? null
    },
    list: (municipality, person) => own(municipality, person).map(({ view }) => view),
    apply(draft, reason) {
      const job = jobs.get(draft.view.id)
      if (job?.view.state !== 'ready') return false
      const changes = job.rows.flatMap(({ change, outcome }): AssetChange[] =>
        change && outcome !== 'refused' ? [change] : [],
      )
      const { municipality, person, kind, detail, undoes } = job.order
      const { id } = job.view
      tell(job, { state: 'applying', done: 0 })
      inTurn(job, async () => {
        const onMade = progress(job)
        const onDone = await job.order.keeps?.()
        const refused = await makeSet(
          {
            ...{ db, municipality, now, signal: job.stop.signal },
            set: { id, at: now(), by: person, source: kind, reason, detail, undoes },
            onMade: (made) => onMade(made / changes.length),
            ...(onDone && { onDone }),
          },
          changes,
        )
        if (job.stop.signal.aborted) return
        await pictures.withSet(id)
        tell(job, { state: 'done', done: 1, secondsLeft: null, late: refused.length, set: id })
      })
      return true
    },
    cancel(draft) {
      const job = jobs.get(draft.view.id)
      if (!job) return
      job.stop.abort(new Error('no longer wanted'))
      jobs.delete(draft.view.id)
      tell(job, { state: 'cancelled', secondsLeft: null })
    },
    tidy,
    async close() {
      closed = true
      for (const { stop, view } of jobs.values())
        if (view.state !== 'applying') stop.abort(new Error('the centre stops'))
      await turn
    },
  }
}
