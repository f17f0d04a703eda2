import { useQuery } from '@tanstack/react-query'
import { type ModelRecord, useAskToLearn } from '../../data/models.ts'
import { overviewQuery } from '../../data/overview.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

interface LearningProps {
  name: string
  learning: NonNullable<ModelRecord['learning']>
}

/** That the model learns of what is remembered here, how far it has come, and what was lacking when it last tried. */
export function Learning({ name, learning: { state, lacking } }: LearningProps) {
  const { t, f } = useWords()
  const { code, may } = useHere()
  const ask = useAskToLearn(code, name)
  const { data } = useQuery(overviewQuery(code))
  const job = data?.jobs.find(({ kind, message }) => kind === 'learning' && message === name)
  const isUnderWay = [job?.state ?? state].some((one) => one === 'waiting' || one === 'running')
  return (
    <>
      <p className="quiet">{t('learning.what')}</p>
      {may('manage-models') && (
        <p>
          <Button isPending={ask.isPending} isDisabled={isUnderWay} onPress={() => ask.mutate()}>
            {t('learning.ask')}
          </Button>
        </p>
      )}
      <div aria-live="polite">
        {isUnderWay && <p>{t('learning.under-way', { done: f.percent(job?.done ?? 0) })}</p>}
        {!isUnderWay && lacking && <p>{t('learning.lacking', lacking)}</p>}
      </div>
      <ProblemLine error={ask.error} />
    </>
  )
}
