import { formatTime } from '@driftbild/core'
import type { ChangesView } from '../contract/index.ts'
import type { Changed } from '../moments/changes.ts'
import type { Latest } from '../picture/picture.ts'
import { summarizeAsset } from './asset-summary.ts'

const MOST_VALUES = 3

export const viewMomentChange = ({ kind, before, after, values }: Changed): ChangesView['items'][number] => ({
  ...summarizeAsset(after),
  change: kind,
  before: before.state,
  values: values.slice(0, MOST_VALUES).map(({ signal: { key, role, unit }, ...value }) => ({
    ...{ key, role, unit },
    before: viewThen(value.before),
    after: viewThen(value.after),
  })),
})

const viewThen = (latest: Latest | null) => latest && { time: formatTime(latest.time), value: latest.value }
