import type { RowOutcome } from '../data/changes.ts'

/** Told apart without colour: a plus, a diamond, a minus, a dot, a cross. */
export const outcomeShapes: Record<RowOutcome, string> = {
  new: 'M6.5 2h3v4.5H14v3H9.5V14h-3V9.5H2v-3h4.5z',
  changed: 'M8 1.5 14.5 8 8 14.5 1.5 8z',
  removed: 'M2 6.5h12v3H2z',
  same: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  refused: 'M3.8 1.7 8 5.9l4.2-4.2 2.1 2.1L10.1 8l4.2 4.2-2.1 2.1L8 10.1l-4.2 4.2-2.1-2.1L5.9 8 1.7 3.8z',
}
