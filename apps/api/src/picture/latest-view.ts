import { formatTime } from '@driftbild/core'
import type { LatestReading } from '../contract/index.ts'
import type { WatchedSignal } from './picture.ts'

export function viewLatest({ latest, stale }: WatchedSignal): LatestReading | null {
  if (!latest) return null
  const { countsAt: _, ...shown } = latest
  return { ...shown, time: formatTime(latest.time), stale }
}
