import { formatTime } from '@driftbild/core'
import type { LatestReading } from '../contract/index.ts'
import type { WatchedSignal } from './picture.ts'

export const viewLatest = ({ latest, stale }: WatchedSignal): LatestReading | null =>
  latest && { ...latest, time: formatTime(latest.time), stale }
