import type { RowOutcome } from '../data/changes.ts'
import { outcomeShapes } from './outcome-shapes.ts'

/** What happens to a row, by shape; its word stands beside it. */
export const OutcomeMark = ({ of, size = 16 }: { of: RowOutcome; size?: number }) => (
  <svg className={`outcome ${of}`} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
    <path d={outcomeShapes[of]} />
  </svg>
)
