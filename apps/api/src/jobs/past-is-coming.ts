import type { Kommunkod, Micros } from '@driftbild/core'
import { type Database, listJobs } from '@driftbild/store'
import { isAlive } from '../views/job-view.ts'

/** The municipality's past is being filled in: stepping over or summing up the little that is there would be for nothing. */
export async function pastIsComing(db: Database, code: Kommunkod, now: Micros): Promise<boolean> {
  const jobs = await db.transaction({ municipality: code, role: 'reader' }, listJobs)
  return jobs.some((job) => (job.kind === 'history' || job.kind === 'import') && isAlive(job, now))
}
