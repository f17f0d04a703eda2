import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type RetentionView,
  retentionPreviewQuery,
  retentionQuery,
  useDecideRetention,
} from '../../data/admin.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AdminPlaces } from './admin-places.tsx'

/** For how long readings are kept, and why. Nothing goes that is not in an archive. */
export function RetentionScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const classes = useQuery(retentionQuery(code))
  const [deciding, setDeciding] = useState<RetentionView | null>(null)
  return (
    <div className="screen">
      <ScreenHead title={t('admin.retention')} lead={t('retention.lead')} />
      <AdminPlaces />
      <Loaded query={classes} skeleton={<SkeletonRows rows={4} height={120} />}>
        {(all) => (
          <div className="admin-grid">
            {all.map((one) => (
              <RetentionCard key={one.class} one={one} onDecide={() => setDeciding(one)} />
            ))}
          </div>
        )}
      </Loaded>
      {deciding && <DecideDialog one={deciding} onClose={() => setDeciding(null)} />}
    </div>
  )
}

function RetentionCard({ one, onDecide }: { one: RetentionView; onDecide: () => void }) {
  const { t, f, find, locale } = useWords()
  const { setting } = one
  const years = (count: number | null) => (count === null ? t('retention.ever') : t('years', { count }))
  const title = find(`retention-class.${one.class}`) ?? one.class
  return (
    <article className="card">
      <h2>{title}</h2>
      <p>{one.reason[locale]}</p>
      <ul className="plain-list">
        {one.sources.map(({ title: source, number }) => (
          <li key={number}>
            {source} ({number})
          </li>
        ))}
      </ul>
      <p className="quiet">{t('retention.signals', { count: one.signals })}</p>
      {setting === null ? (
        <p className="calm">{t('retention.undecided')}</p>
      ) : (
        <dl className="facts">
          <div>
            <dt>{t('retention.readings')}</dt>
            <dd>{years(setting.readingYears)}</dd>
          </div>
          <div>
            <dt>{t('retention.five-minutes')}</dt>
            <dd>{years(setting.fiveMinuteYears)}</dd>
          </div>
          <div>
            <dt>{t('retention.decision')}</dt>
            <dd>{t('balance.source', { source: setting.decision, day: f.day(setting.setAt) })}</dd>
          </div>
        </dl>
      )}
      <p>
        <Button aria-label={t('retention.decide-of', { name: title })} onPress={onDecide}>
          {t('retention.decide')}
        </Button>
      </p>
    </article>
  )
}

const yearsIn = (text: string): number | null => (text.trim() === '' ? null : Number(text))

/** What would go is shown before anybody decides. */
function DecideDialog({ one, onClose }: { one: RetentionView; onClose: () => void }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const decide = useDecideRetention(code)
  const [readings, setReadings] = useState(String(one.setting?.readingYears ?? ''))
  const [fiveMinutes, setFiveMinutes] = useState(String(one.setting?.fiveMinuteYears ?? ''))
  const [decision, setDecision] = useState(one.setting?.decision ?? '')
  const [asked, setAsked] = useState<number | null>(null)
  const preview = useQuery(retentionPreviewQuery(code, one.class, asked))
  return (
    <Dialog title={t('retention.decide')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          decide.mutate(
            {
              ...{ class: one.class, decision: decision.trim() },
              ...{ readingYears: yearsIn(readings), fiveMinuteYears: yearsIn(fiveMinutes) },
            },
            { onSuccess: onClose },
          )
        }}
      >
        <YearsField label={t('retention.years-readings')} years={readings} onChange={setReadings} />
        <YearsField label={t('retention.years-five-minutes')} years={fiveMinutes} onChange={setFiveMinutes} />
        <Field label={t('retention.decision')} hint={t('retention.decision.hint')}>
          {(ids) => (
            <input {...ids} required value={decision} onChange={(event) => setDecision(event.target.value)} />
          )}
        </Field>
        <Button isDisabled={yearsIn(readings) === null} onPress={() => setAsked(yearsIn(readings))}>
          {t('retention.preview')}
        </Button>
        {preview.data && (
          <p role="status">
            {t('retention.would-go', {
              readings: preview.data.readings,
              archived: preview.data.archived,
              day: f.day(preview.data.before),
            })}
            {preview.data.next !== null && ` ${t('retention.and-more')}`}
          </p>
        )}
        <ProblemLine error={preview.error ?? decide.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            look="strong"
            type="submit"
            isPending={decide.isPending}
            isDisabled={decision.trim() === ''}
          >
            {t('retention.decide')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

interface YearsFieldProps {
  label: string
  years: string
  onChange: (years: string) => void
}

/** For so many years; empty is for ever. */
function YearsField({ label, years, onChange }: YearsFieldProps) {
  const { t } = useWords()
  return (
    <Field label={label} hint={t('retention.empty')}>
      {(ids) => (
        <input
          {...ids}
          type="number"
          min={1}
          max={200}
          value={years}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
