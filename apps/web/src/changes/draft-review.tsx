import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type DraftView,
  draftQuery,
  draftReport,
  draftRowsQuery,
  type RowOutcome,
  useApplyDraft,
} from '../data/changes.ts'
import { allItems } from '../data/page.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Button } from '../ui/button.tsx'
import { Loaded, ProblemWords, SkeletonRows } from '../ui/loaded.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { ShowChoice } from '../ui/show-choice.tsx'
import { DraftRows } from './draft-rows.tsx'
import { ReasonField } from './reason-field.tsx'

interface DraftReviewProps {
  id: string
  /** What the reason says to begin with. */
  reason?: string
  onCancel: () => void
  onDone: () => void
}

const outcomes = ['new', 'changed', 'removed', 'refused', 'same'] as const satisfies readonly RowOutcome[]

/** What would happen, row by row, before it does; then how far it has come, and what became of it. */
export function DraftReview({ id, reason = '', onCancel, onDone }: DraftReviewProps) {
  const { t } = useWords()
  const { code } = useHere()
  const draft = useQuery(draftQuery(code, id))
  return (
    <Loaded query={draft} skeleton={<SkeletonRows rows={4} />}>
      {(view) => {
        if (view.state === 'planning' || view.state === 'applying') {
          return <Progress of={view} onCancel={onCancel} />
        }
        if (view.state === 'done') return <Done of={view} onDone={onDone} />
        if (view.state === 'failed' || view.state === 'cancelled') {
          return (
            <div className="notice" role="alert">
              <p>{t(`draft.${view.state}`)}</p>
              <Button onPress={onCancel}>{t('action.close')}</Button>
            </div>
          )
        }
        return <Ready of={view} reason={reason} onCancel={onCancel} />
      }}
    </Loaded>
  )
}

function Progress({ of: { state, done, secondsLeft }, onCancel }: { of: DraftView; onCancel: () => void }) {
  const { t, f } = useWords()
  const title = t(state === 'planning' ? 'draft.planning' : 'draft.applying')
  return (
    <div className="draft-progress">
      <span role="status">{title}</span>
      <progress max={1} value={done} aria-label={title} />
      <span className="quiet">
        {f.percent(done)}
        {secondsLeft !== null && ` · ${t('job.left', { span: f.span(secondsLeft * 1000) })}`}
      </span>
      <Button onPress={onCancel}>{t('draft.stop')}</Button>
    </div>
  )
}

function Done({ of: { counts, late, keepsModel }, onDone }: { of: DraftView; onDone: () => void }) {
  const { t } = useWords()
  const made = counts.new + counts.changed + counts.removed - late
  return (
    <div className="notice" role="status">
      <p>{t(made === 0 && keepsModel ? 'draft.model-kept' : 'draft.done', { count: made })}</p>
      {late > 0 && <p>{t('draft.late', { count: late })}</p>}
      <Button look="strong" onPress={onDone}>
        {t('action.close')}
      </Button>
    </div>
  )
}

function Ready({ of, reason, onCancel }: { of: DraftView; reason: string; onCancel: () => void }) {
  const { t, locale } = useWords()
  const { code } = useHere()
  const [shown, setShown] = useState<RowOutcome | 'all'>('all')
  const [why, setWhy] = useState(reason)
  const apply = useApplyDraft(code, of.id)
  const rows = useInfiniteQuery(draftRowsQuery(code, of.id, shown === 'all' ? null : shown))
  const items = allItems(rows.data)
  const { counts } = of
  const made = counts.new + counts.changed + counts.removed
  const keepsModel = made === 0 && of.keepsModel && counts.same > 0
  const present = outcomes.filter((outcome) => counts[outcome] > 0)
  return (
    <form
      className="draft"
      onSubmit={(event) => {
        event.preventDefault()
        apply.mutate(why)
      }}
    >
      <p role="status">
        {present.map((outcome) => t(`draft.count.${outcome}`, { count: counts[outcome] })).join(', ') ||
          t('draft.empty')}
      </p>
      {present.length > 1 && (
        <ShowChoice<RowOutcome | 'all'>
          label={t('show.label')}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: t('show.all') },
            ...present.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) })),
          ]}
        />
      )}
      <Loaded query={rows} skeleton={<SkeletonRows rows={6} height={44} />}>
        {() => <DraftRows rows={items} />}
      </Loaded>
      <MoreButton query={rows} />
      {of.kind === 'import' && counts.refused > 0 && (
        <p>
          <a href={draftReport(code, of.id, locale)} download>
            {t('draft.report')}
          </a>
        </p>
      )}
      {keepsModel && <p>{t('draft.keep-model.what')}</p>}
      {(made > 0 || keepsModel) && <ReasonField value={why} onChange={setWhy} />}
      {apply.error && (
        <p className="inline-problem" role="alert">
          <ProblemWords error={apply.error} />
        </p>
      )}
      <footer className="form-actions">
        <Button onPress={onCancel}>{t('action.cancel')}</Button>
        <Button
          look="strong"
          type="submit"
          isDisabled={(made === 0 && !keepsModel) || why.trim() === '' || apply.isPending}
        >
          {keepsModel ? t('draft.keep-model') : t('draft.apply', { count: made })}
        </Button>
      </footer>
    </form>
  )
}
