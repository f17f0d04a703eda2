import type { Translate } from '@driftbild/words'
import type { PumpView } from '../../data/pumps.ts'

/** How long a pump will last, in words: whole days, for nobody knows more. */
export function lifeWords(remaining: PumpView['remaining'], t: Translate): string {
  if (!remaining) return t('pump-life.none')
  const [low, likely, high] = [remaining.low, remaining.likely, remaining.high].map((days) =>
    days === null ? null : Math.round(days),
  ) as [number, number | null, number | null]
  if (likely === 0) return t('pump-life.now')
  if (likely === null) return t('pump-life.far', { low })
  return high === null
    ? t('pump-life.at-least', { low, likely })
    : t('pump-life.between', { low, likely, high })
}
