import { useState } from 'react'
import { type PredictionView, useJudgement } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemWords } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { usePersonName } from '../../ui/person-name.ts'

/** A person's word on the prediction, with the reason: the model learns from both. */
export function Judgement({ prediction }: { prediction: PredictionView }) {
  const { t } = useWords()
  const { code, may } = useHere()
  const judge = useJudgement(code, prediction.id)
  const nameOf = usePersonName()
  const [reason, setReason] = useState('')
  const { judgement } = prediction
  const ready = reason.trim() !== '' && !judge.isPending
  const send = (agree: boolean) =>
    judge.mutate({ agree, reason: reason.trim() }, { onSuccess: () => setReason('') })
  return (
    <section className="card" aria-labelledby="judgement">
      <h2 id="judgement">{t('judgement.title')}</h2>
      {judgement && (
        <blockquote className="remark">
          <p>
            <strong>{t(judgement.agree ? 'prediction.agreed' : 'prediction.disagreed')}</strong>{' '}
            {judgement.reason}
          </p>
          <p className="quiet">
            {nameOf(judgement.by)} · <Moment at={judgement.at} />
          </p>
        </blockquote>
      )}
      {may('judge-prediction', prediction.service) ? (
        <div className="form">
          <Field label={t('judgement.reason')} hint={t('judgement.reason.hint')}>
            {(ids) => (
              <textarea
                {...ids}
                rows={2}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <div className="card-actions">
            <Button isDisabled={!ready} onPress={() => send(true)}>
              {t('judgement.agree')}
            </Button>
            <Button isDisabled={!ready} onPress={() => send(false)}>
              {t('judgement.disagree')}
            </Button>
          </div>
          {judge.error && (
            <p className="inline-problem" role="alert">
              <ProblemWords error={judge.error} />
            </p>
          )}
        </div>
      ) : (
        !judgement && <p className="quiet">{t('judgement.none')}</p>
      )}
    </section>
  )
}
