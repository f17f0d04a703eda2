import { useState } from 'react'
import { type ModelRecord, useChooseRevision, useLearnRevision } from '../../data/models.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

type Revision = ModelRecord['revisions'][number]

/** What was learnt of outcomes, with what it is worth; a person lets it speak, and takes it back. */
export function Revisions({ name, record }: { name: string; record: ModelRecord }) {
  const { t } = useWords()
  const { code, may } = useHere()
  const learn = useLearnRevision(code, name)
  const [asked, setAsked] = useState<{ revision: string | null } | null>(null)
  const { learnable, revisions } = record
  const mayManage = may('manage-models')
  return (
    <section className="card" aria-labelledby="revisions">
      <h2 id="revisions">{t('revisions.title')}</h2>
      <p className="quiet">{t('revisions.what', learnable)}</p>
      {mayManage && (
        <p>
          <Button isPending={learn.isPending} onPress={() => learn.mutate()}>
            {t('revisions.learn')}
          </Button>
        </p>
      )}
      <div aria-live="polite">
        {learn.data && learn.data.id === null && (
          <p>{t('revisions.lacking', { lacking: learn.data.lacking })}</p>
        )}
      </div>
      <ProblemLine error={learn.error} />
      {revisions.map((revision) => (
        <Proposed
          key={revision.id}
          revision={revision}
          onChoose={mayManage && revision.fits ? (chosen) => setAsked({ revision: chosen }) : null}
        />
      ))}
      {asked && <Choice name={name} revision={asked.revision} onClose={() => setAsked(null)} />}
    </section>
  )
}

interface ProposedProps {
  revision: Revision
  onChoose: ((revision: string | null) => void) | null
}

function Proposed({
  revision: { id, madeAt, chosen, fits, version, taught, heldOut },
  onChoose,
}: ProposedProps) {
  const { t, f } = useWords()
  const title = t('revision.of', { day: f.day(madeAt) })
  return (
    <article className="revision" aria-label={title}>
      <h3>
        {title}{' '}
        <span className={chosen ? 'chip chip-on' : 'chip'}>
          {t(chosen ? 'revision.chosen' : fits ? 'revision.proposed' : 'revision.other-version', { version })}
        </span>
      </h3>
      <p className="quiet">
        {t('revision.taught', { count: taught.count, range: f.range(taught.from, taught.to) })}
      </p>
      <table className="numbers">
        <caption>{t('revision.held-out', { count: heldOut.count })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('model.measure')}</th>
            <th scope="col">{t('revision.before')}</th>
            <th scope="col">{t('revision.after')}</th>
          </tr>
        </thead>
        <tbody>
          {(['brier', 'logLoss', 'calibrationError'] as const).map((measure) => (
            <tr key={measure}>
              <th scope="row">{t(`revision.${measure}`)}</th>
              <td>{f.number(heldOut.before[measure], 4)}</td>
              <td className={heldOut.after[measure] < heldOut.before[measure] ? 'wins' : undefined}>
                {f.number(heldOut.after[measure], 4)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {onChoose && (
        <p>
          <Button onPress={() => onChoose(chosen ? null : id)}>
            {t(chosen ? 'revision.take-back' : 'revision.choose')}
          </Button>
        </p>
      )}
    </article>
  )
}

function Choice({ name, revision, onClose }: { name: string; revision: string | null; onClose: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const choose = useChooseRevision(code, name)
  return (
    <ReasonDialog
      title={t(revision === null ? 'revision.take-back' : 'revision.choose')}
      what={t('revision.choose-what')}
      pending={choose.isPending}
      error={choose.error}
      onClose={onClose}
      onSend={(reason) => choose.mutate({ revision, reason }, { onSuccess: onClose })}
    />
  )
}
