import type { Figure } from '../data/figures.ts'

/** Whether a figure is out of what it usually is, on the side that is worth a look. */
export function standingOf({
  value,
  usual,
  worse,
}: Pick<Figure, 'value' | 'usual' | 'worse'>): 'above-usual' | 'below-usual' | null {
  if (value === null || usual === null) return null
  if (value > usual.high && worse !== 'lower') return 'above-usual'
  if (value < usual.low && worse !== 'higher') return 'below-usual'
  return null
}
