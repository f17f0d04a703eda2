import type { Micros } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** Long work in the background, as far as it has come. */
export interface Job {
  id: string
  kind: string
  /** 0…1 */
  done: number
  secondsLeft: number | null
  state: 'waiting' | 'running' | 'done' | 'failed'
  message: string | null
}

export async function putJob(tx: Tx, job: Job, at: Micros): Promise<void> {
  await tx.query(
    `insert into job (id, kind, done, seconds_left, state, message, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (municipality, id) do update set kind = excluded.kind, done = excluded.done,
       seconds_left = excluded.seconds_left, state = excluded.state, message = excluded.message,
       updated_at = excluded.updated_at`,
    [job.id, job.kind, job.done, job.secondsLeft, job.state, job.message, timestamp(at)],
  )
  await notify(tx, 'jobs', job.id)
}

export const listJobs = (tx: Tx): Promise<(Job & { updatedAt: Micros })[]> =>
  tx.query(
    `select id, kind, done, seconds_left as "secondsLeft", state, message, updated_at as "updatedAt"
     from job order by updated_at desc, id`,
  )
