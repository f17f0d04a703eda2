import { amountOf, type BucketStep, type FoldedRollup, formatTime, SECOND } from '@driftbild/core'
import type { SeriesData, SignalRollups } from '@driftbild/store'
import type { Rollups, Series } from '../contract/index.ts'

export const viewSeries = ({ from, to, time, gaps, letGo, ...rest }: SeriesData): Series => ({
  ...rest,
  from: formatTime(from),
  to: formatTime(to),
  time: time.map((at) => at / SECOND),
  gaps: gaps.map((gap) => ({
    ...gap,
    from: formatTime(gap.from),
    to: gap.to === null ? null : formatTime(gap.to),
  })),
  letGo: letGo.map(({ what, decision, ...gone }) => ({
    ...{ what, decision },
    ...{ from: formatTime(gone.from), to: formatTime(gone.to) },
  })),
})

export const viewRollups = ({ rules, buckets }: SignalRollups, step: BucketStep): Rollups => ({
  key: rules.key,
  unit: rules.unit,
  step,
  buckets: buckets.map((bucket) => viewBucket(bucket, rules)),
})

const viewBucket = (bucket: FoldedRollup, rules: SignalRollups['rules']): Rollups['buckets'][number] => {
  const { from, to, covered, counted, ...numbers } = bucket
  return {
    ...numbers,
    from: formatTime(from),
    to: formatTime(to),
    covered: covered / (to - from),
    amount: amountOf(bucket, rules),
    resets: counted?.resets ?? 0,
  }
}
