import type { RowOutcome } from '../data/changes.ts'
import { useTheme } from '../theme/theme.tsx'
import { outcomeColour } from './outcome-colour.ts'
import { outcomeShapes } from './outcome-shapes.ts'

/** What happens to a row, by shape and colour; its word stands beside it. */
export function OutcomeMark({ of, size = 16 }: { of: RowOutcome; size?: number }) {
  const { tokens } = useTheme()
  return (
    <svg className="outcome" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      <path d={outcomeShapes[of]} fill={outcomeColour(of, tokens)} />
    </svg>
  )
}
