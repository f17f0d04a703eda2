import { DAY, type Micros } from './time.ts'

/** Why a container is to be emptied, the most pressing first. */
export const dueReasons = ['full', 'predicted', 'interval'] as const
export type DueReason = (typeof dueReasons)[number]

export interface ContainerNow {
  /** 0 to 1; null where nothing trustworthy says so. */
  fill: number | null
  /** That it gets full, and from when on that is likely. */
  predicted: { probability: number; from: Micros } | null
  /** When somebody was there, or its level fell; null where neither is known. */
  emptiedAt: Micros | null
  /** From when on its level would have told; null where it is not heard. */
  heardSince: Micros | null
}

export interface DueRule {
  /** Fill from which it should be emptied. */
  nearlyFull: number
  /** A prediction that is surer than this counts. */
  probability: number
  /** Days that may pass between two emptyings. */
  interval: number
  /** End of the day that is planned. */
  until: Micros
}

/** Why a container is due on a day, or null. Of one that nobody hears and that nobody is known to have emptied, it is. */
export function dueReason(container: ContainerNow, rule: DueRule): DueReason | null {
  const { fill, predicted, emptiedAt, heardSince } = container
  if (fill !== null && fill >= rule.nearlyFull) return 'full'
  if (predicted && predicted.probability >= rule.probability && predicted.from < rule.until)
    return 'predicted'
  const since = emptiedAt ?? heardSince
  return since === null || rule.until - since >= rule.interval * DAY ? 'interval' : null
}
