import { priorities } from '@driftbild/core'
import { shownUnit } from '@driftbild/words'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type JournalEntryView, type JournalFilter, journalQuery } from '../../data/alarm-tools.ts'
import { allItems } from '../../data/page.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AlarmPlaces } from './alarm-places.tsx'

const types = ['raised', 'cleared', 'acknowledged', 'shelved', 'unshelved'] as const

/** Everything that happened to alarms, in the order in which it was written down. */
export function AlarmJournalScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const [filter, setFilter] = useState<JournalFilter>({ asset: '', type: '', priority: '' })
  const journal = useInfiniteQuery(journalQuery(code, filter))
  const items = allItems(journal.data)
  return (
    <div className="screen">
      <ScreenHead title={t('alarms.journal')} lead={t('journal.lead')} />
      <AlarmPlaces />
      <div className="filters">
        <Field label={t('journal.asset')}>
          {(ids) => (
            <input
              {...ids}
              value={filter.asset}
              onChange={(event) => setFilter({ ...filter, asset: event.target.value.trim() })}
            />
          )}
        </Field>
        <Select
          label={t('journal.what')}
          value={filter.type}
          onChange={(type) => setFilter({ ...filter, type })}
          none={t('list.any')}
          options={types.map((value) => ({ value, label: t(`journal-type.${value}`) }))}
        />
        <Select
          label={t('journal.priority')}
          value={filter.priority}
          onChange={(priority) => setFilter({ ...filter, priority })}
          none={t('list.any')}
          options={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
        />
      </div>
      <Loaded query={journal} skeleton={<SkeletonRows rows={8} height={40} />}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('journal.none')} />
          ) : (
            <div className="wide-table">
              <table className="list-table journal">
                <caption className="visually-hidden">{t('alarms.journal')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('journal.at')}</th>
                    <th scope="col">{t('journal.what')}</th>
                    <th scope="col">{t('journal.asset')}</th>
                    <th scope="col">{t('journal.rule')}</th>
                    <th scope="col">{t('journal.by')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((entry) => (
                    <Entry key={entry.id} entry={entry} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      <MoreButton query={journal} />
    </div>
  )
}

function Entry({ entry }: { entry: JournalEntryView }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const unit = shownUnit(entry.signal ?? '', entry.unit ?? '')
  return (
    <tr data-withdrawn={entry.withdrawnAt !== null || undefined}>
      <th scope="row">
        <time dateTime={entry.at} title={f.exact(entry.at)}>
          {f.moment(entry.at)}
        </time>
      </th>
      <td>
        {t(`journal-type.${entry.type}`)}
        {entry.value !== null && ` ${f.value(entry.value, unit)} ${find(`unit.${unit}`) ?? unit}`}
        {entry.until !== null && ` ${t('journal.until', { at: f.moment(entry.until) })}`}
        {entry.withdrawnAt !== null && (
          <span className="quiet"> · {t('journal.withdrawn', { at: f.moment(entry.withdrawnAt) })}</span>
        )}
      </td>
      <td>
        <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: entry.asset }}>
          {entry.asset}
        </Link>
      </td>
      <td>
        {t(`mode.${entry.mode}`)}, {t(`priority.${entry.priority}`)}
      </td>
      <td>
        {entry.by}
        {entry.reason !== null && <span className="quiet"> {entry.reason}</span>}
      </td>
    </tr>
  )
}
