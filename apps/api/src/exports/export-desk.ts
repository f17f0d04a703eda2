import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { formatTime, HOUR, type Kommunkod, type Micros } from '@driftbild/core'
import type { ExportFormat, ExportView } from '../contract/index.ts'
import { BusyError } from '../http/problems.ts'
import type { Hub } from '../live/hub.ts'
import { describeError, type Log } from '../log.ts'
import type { ExportFolder, KeptExport } from './export-folder.ts'

/** Who orders what; `write` makes the file, tells how many assets are in it, and stops when told to. */
export interface ExportOrder {
  municipality: Kommunkod
  person: string
  sight: string
  format: ExportFormat
  name: string
  assets: number
  write(at: { path: string; signal: AbortSignal; onWritten: (assets: number) => void }): Promise<void>
}

export interface ExportDesk {
  /** Files of earlier processes can be fetched after this. */
  open(): Promise<void>
  take(order: ExportOrder): ExportView
  /** A person's own, newest first. */
  list(municipality: Kommunkod, person: string): ExportView[]
  /** Stops it, or lets go of its file; false when there is none. */
  remove(municipality: Kommunkod, person: string, id: string): Promise<boolean>
  /** What can be fetched, and where it lies. */
  find(municipality: Kommunkod, person: string, id: string): { kept: KeptExport; path: string } | null
  /** Lets go of what is past its time. */
  tidy(): Promise<void>
  close(): Promise<void>
}

interface Parts {
  folder: ExportFolder
  hub: Pick<Hub, 'publish'>
  log: Log
  now: () => Micros
}

interface Job {
  order: ExportOrder
  view: ExportView
  kept: KeptExport | null
  stop: AbortController
  startedAt: Micros
}

const KEPT_FOR = 12 * HOUR
/** Of one person, not yet done. */
const MOST_WAITING = 3
const TELL_EVERY_MS = 250

/** Makes files one after the other, so that an export never takes more of the machine than one. */
export function createExportDesk({ folder, hub, log, now }: Parts): ExportDesk {
  const jobs = new Map<string, Job>()
  let turn: Promise<void> = Promise.resolve()
  let closed = false

  const own = (municipality: Kommunkod, person: string) =>
    [...jobs.values()].filter(({ order }) => order.municipality === municipality && order.person === person)
  const findJob = (municipality: Kommunkod, person: string, id: string) =>
    own(municipality, person).find(({ view }) => view.id === id)

  const tell = (job: Job, change: Partial<ExportView>) => {
    job.view = { ...job.view, ...change }
    const { municipality, person } = job.order
    hub.publish({ municipality, person, asset: null, event: { type: 'export', export: job.view } })
  }

  async function make(job: Job): Promise<void> {
    const { order, view, stop } = job
    if (stop.signal.aborted || closed) return
    job.startedAt = now()
    tell(job, { state: 'running' })
    let told = performance.now()
    const path = folder.pathOf(view.id)
    try {
      await order.write({
        path,
        signal: stop.signal,
        onWritten(assets) {
          if (performance.now() - told < TELL_EVERY_MS) return
          told = performance.now()
          const done = assets / Math.max(order.assets, 1)
          const passed = (now() - job.startedAt) / 1e6
          tell(job, { done, secondsLeft: Math.round((passed / done) * (1 - done)) })
        },
      })
      stop.signal.throwIfAborted()
      const { size: bytes } = await stat(path)
      const { write: _, ...who } = order
      job.kept = { ...who, id: view.id, bytes, orderedAt: job.startedAt, keptUntil: now() + KEPT_FOR }
      await folder.keep(job.kept)
      tell(job, viewKept(job.kept))
    } catch (error) {
      await folder.drop(view.id)
      if (stop.signal.aborted) return
      log('error', `an export of ${order.assets} assets as ${order.format} failed: ${describeError(error)}`)
      tell(job, { state: 'failed', secondsLeft: null })
    }
  }

  return {
    async open() {
      for (const kept of await folder.open(now())) {
        const order: ExportOrder = { ...kept, write: () => Promise.reject(new Error('it is written')) }
        const job = {
          order,
          view: viewKept(kept),
          kept,
          stop: new AbortController(),
          startedAt: kept.orderedAt,
        }
        jobs.set(kept.id, job)
      }
    },
    take(order) {
      const waiting = own(order.municipality, order.person).filter(({ view }) => isUnderWay(view))
      if (waiting.length >= MOST_WAITING) throw new BusyError('exports-waiting', 10, 429)
      const { format, assets, name } = order
      const view: ExportView = {
        ...{ id: randomUUID(), format, assets, name, state: 'waiting', done: 0 },
        ...{ secondsLeft: null, bytes: null, orderedAt: formatTime(now()), keptUntil: null },
      }
      const job: Job = { order, view, kept: null, stop: new AbortController(), startedAt: now() }
      jobs.set(view.id, job)
      turn = turn.then(() => make(job))
      return view
    },
    list: (municipality, person) =>
      own(municipality, person)
        .map(({ view }) => view)
        .toSorted((a, b) => b.orderedAt.localeCompare(a.orderedAt)),
    async remove(municipality, person, id) {
      const job = findJob(municipality, person, id)
      if (!job) return false
      job.stop.abort(new Error('no longer wanted'))
      jobs.delete(id)
      await folder.drop(id)
      tell(job, { state: 'cancelled', secondsLeft: null })
      return true
    },
    find(municipality, person, id) {
      const kept = findJob(municipality, person, id)?.kept
      return kept && kept.keptUntil > now() ? { kept, path: folder.pathOf(id) } : null
    },
    async tidy() {
      for (const [id, { kept }] of jobs) {
        if (!kept || kept.keptUntil > now()) continue
        jobs.delete(id)
        await folder.drop(id)
      }
    },
    async close() {
      closed = true
      for (const { stop } of jobs.values()) stop.abort(new Error('the centre stops'))
      await turn
    },
  }
}

const isUnderWay = ({ state }: ExportView): boolean => state === 'waiting' || state === 'running'

const viewKept = ({ id, format, name, assets, bytes, orderedAt, keptUntil }: KeptExport): ExportView => ({
  ...{ id, format, name, assets, bytes, state: 'done', done: 1, secondsLeft: null },
  orderedAt: formatTime(orderedAt),
  keptUntil: formatTime(keptUntil),
})
