import { type Micros, SECOND } from '@driftbild/core'
import type { Job } from '@driftbild/store'
import { JobView } from '../contract/index.ts'

/** After so long without a word the process that does the work is taken for dead; the next start goes on. */
const SILENT_FOR = 60 * SECOND

export const isAlive = ({ state, updatedAt }: Job & { updatedAt: Micros }, now: Micros): boolean =>
  (state === 'running' || state === 'waiting') && now - updatedAt < SILENT_FOR

/** Null for work that concerns nobody who looks at a page. */
export function viewJob(job: Job & { updatedAt: Micros }, now: Micros): JobView | null {
  const { id, kind, done, secondsLeft, message } = job
  const state = job.state === 'running' && !isAlive(job, now) ? 'waiting' : job.state
  return JobView.safeParse({ id, kind, done, secondsLeft, state, message }).data ?? null
}
