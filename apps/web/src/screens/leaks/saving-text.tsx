import type { SavingInput } from '@driftbild/core'
import type { LeakOutcomeRow } from '../../data/leaks.ts'
import { useWords } from '../../i18n/words.tsx'

/** What a repair saved, with what it was reckoned with. */
export function SavingText({ saved }: { saved: NonNullable<LeakOutcomeRow['saved']> }) {
  const { t, f, find } = useWords()
  const assumed = Object.entries(saved.assumed) as [SavingInput, { value: number; source: string | null }][]
  return (
    <>
      <p>{t('saving.sum', { volume: f.number(saved.volume, 0), cost: f.number(saved.cost, 0) })}</p>
      <p className="quiet">
        {t('saving.assumed')}{' '}
        {assumed
          .map(
            ([input, { value, source }]) =>
              `${t(`saving.${input}`, { value: f.number(value, 1) })} (${source ?? find('saving.own-figure') ?? ''})`,
          )
          .join('; ')}
        . {t('saving.began', { day: f.day(saved.began) })}
      </p>
    </>
  )
}
