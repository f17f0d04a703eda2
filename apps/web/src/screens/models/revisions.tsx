import { useState } from 'react'
import { type ModelRecord, useChooseRevision, useLearnRevision } from '../../data/models.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { Learning } from './learning.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

type Revision = ModelRecord['revisions'][number]

/** What was learnt of outcomes and of what is remembered, with what it is worth; a person lets it speak, and takes it back. */
export function Revisions({ name, record }: { name: string; record: ModelRecord }) {
  const { t } = useWords()
  const { code, may } = useHere()
  const learn = useLearnRevision(code, name)
  const [asked, setAsked] = useState<Asked | null>(null)
  const { learnable, learning, revisions } = record
  const mayManage = may('manage-models')
  return (
    <section className="card" aria-labelledby="revisions">
      <h2 id="revisions">{t('revisions.title')}</h2>
      {learning && <Learning name={name} learning={learning} />}
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
          onChoose={
            mayManage && revision.fits ? (chosen) => setAsked({ revision: chosen, of: revision.of }) : null
          }
        />
      ))}
      {asked && <Choice name={name} asked={asked} onClose={() => setAsked(null)} />}
    </section>
  )
}

interface Asked {
  /** Null goes back to the model as it came. */
  revision: string | null
  of: Revision['of']
}

interface ProposedProps {
  revision: Revision
  onChoose: ((revision: string | null) => void) | null
}

function Proposed({ revision, onChoose }: ProposedProps) {
  const { t, f } = useWords()
  const { id, madeAt, of, chosen, fits, taught, heldOut, bytes } = revision
  const span = ({ from, to }: { from: string; to: string }) => `${f.day(from)} – ${f.day(to)}`
  const title = t(`revision.of.${of}`, { day: f.day(madeAt) })
  return (
    <article className="revision" aria-label={title}>
      <h3>
        {title}{' '}
        <span className={chosen ? 'chip chip-on' : 'chip'}>
          {t(chosen ? 'revision.chosen' : fits ? 'revision.proposed' : 'revision.other-version')}
        </span>
      </h3>
      <p className="quiet">
        {t(`revision.taught.${of}`, {
          ...{ cases: taught.cases, subjects: taught.subjects ?? 0, range: span(taught) },
        })}
        {bytes !== null && ` ${t('revision.size', { megabytes: f.number(bytes / 1e6, 1) })}`}
      </p>
      {heldOut.verdict && (
        <p className={`verdict-${heldOut.verdict}`}>{t(`revision.verdict.${heldOut.verdict}`)}</p>
      )}
      <table className="numbers">
        <caption>
          {t(`revision.held-out.${of}`, {
            ...{ cases: heldOut.cases, subjects: heldOut.subjects ?? 0 },
            range: span(heldOut),
          })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('model.measure')}</th>
            <th scope="col">{t(`revision.before.${of}`)}</th>
            <th scope="col">{t('revision.after')}</th>
          </tr>
        </thead>
        <tbody>
          {heldOut.scores.map(({ measure, before, after }) => (
            <tr key={measure}>
              <th scope="row">{t(`revision.${measure}`)}</th>
              <td>{f.number(before, 4)}</td>
              <td className={after < before ? 'wins' : undefined}>{f.number(after, 4)}</td>
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

interface ChoiceProps {
  name: string
  asked: Asked
  onClose: () => void
}

function Choice({ name, asked: { revision, of }, onClose }: ChoiceProps) {
  const { t } = useWords()
  const { code } = useHere()
  const choose = useChooseRevision(code, name)
  const takesBack = revision === null
  return (
    <ReasonDialog
      title={t(takesBack ? 'revision.take-back' : 'revision.choose')}
      what={t(takesBack ? 'revision.choose-what.outcomes' : `revision.choose-what.${of}`)}
      pending={choose.isPending}
      error={choose.error}
      onClose={onClose}
      onSend={(reason) => choose.mutate({ revision, reason }, { onSuccess: onClose })}
    />
  )
}
