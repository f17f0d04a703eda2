import type { Job } from '@driftbild/store'
import { JobView } from '../contract/index.ts'

/** Null for work that concerns nobody who looks at a page. */
export function viewJob({ id, kind, done, secondsLeft, state, message }: Job): JobView | null {
  return JobView.safeParse({ id, kind, done, secondsLeft, state, message }).data ?? null
}
