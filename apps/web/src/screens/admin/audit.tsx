import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type AuditEntryView, type AuditFilter, auditQuery, wholeAudit } from '../../data/admin.ts'
import { allItems } from '../../data/page.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AdminPlaces } from './admin-places.tsx'
import { auditCsv } from './audit-csv.ts'

const EVERYTHING: AuditFilter = { what: '', ref: '', from: '', to: '' }

/** Who did what; rows are only ever added. */
export function AuditScreen() {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const [filter, setFilter] = useState(EVERYTHING)
  const audit = useInfiniteQuery(auditQuery(code, filter))
  const items = allItems(audit.data)
  const save = useMutation({
    mutationFn: async () => {
      const file = new Blob([auditCsv(await wholeAudit(code, filter))], { type: 'text/csv' })
      const link = document.createElement('a')
      link.href = URL.createObjectURL(file)
      link.download = `driftbild-${code}-audit.csv`
      link.click()
      URL.revokeObjectURL(link.href)
    },
  })
  const field = (name: keyof AuditFilter, type: 'text' | 'date') => (
    <Field label={t(`audit-filter.${name}`)}>
      {(ids) => (
        <input
          {...ids}
          type={type}
          value={filter[name]}
          onChange={(event) => setFilter({ ...filter, [name]: event.target.value.trim() })}
        />
      )}
    </Field>
  )
  return (
    <div className="screen">
      <ScreenHead title={t('admin.audit')} lead={t('audit.lead')}>
        <Button isPending={save.isPending} onPress={() => save.mutate()}>
          {t('audit.save')}
        </Button>
      </ScreenHead>
      <AdminPlaces />
      <div className="filters">
        {field('what', 'text')}
        {field('ref', 'text')}
        {field('from', 'date')}
        {field('to', 'date')}
      </div>
      <ProblemLine error={save.error} />
      <Loaded query={audit} skeleton={<SkeletonRows rows={8} height={36} />}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('audit.none')} />
          ) : (
            <div className="wide-table">
              <table className="list-table journal">
                <caption className="visually-hidden">{t('admin.audit')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('journal.at')}</th>
                    <th scope="col">{t('audit.by')}</th>
                    <th scope="col">{t('audit-filter.what')}</th>
                    <th scope="col">{t('audit-filter.ref')}</th>
                    <th scope="col">{t('audit.detail')}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ id, at, by, what, ref, subject, detail }) => (
                    <tr key={id}>
                      <th scope="row" title={f.exact(at)}>
                        {f.moment(at)}
                      </th>
                      <td className="break-anywhere">
                        {by.startsWith(COLLECTOR) ? t('audit.collector') : by}
                      </td>
                      <td>{find(`audit-what.${what}`) ?? what}</td>
                      <td className="break-anywhere">
                        <Concerned entryRef={ref} subject={subject} />
                      </td>
                      <td className="break-anywhere quiet">{detailText(detail)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      <MoreButton query={audit} />
    </div>
  )
}

/** Where what has a page of its own is shown. */
const pageOf = {
  'work-order': '/$municipality/orders/$id',
  prediction: '/$municipality/predictions/$id',
  fault: '/$municipality/faults/$id',
} as const

/** What it was done to, by a name that people know. */
function Concerned({ entryRef, subject }: { entryRef: string; subject: AuditEntryView['subject'] }) {
  const { t } = useWords()
  const { code } = useHere()
  if (subject === null) return entryRef
  const words = t(`audit-subject.${subject.type}`, { name: subject.name })
  const to = pageOf[subject.type as keyof typeof pageOf]
  if (to === undefined) return words
  return (
    <Link to={to} params={{ municipality: code, id: entryRef }}>
      {words}
    </Link>
  )
}

/** What a collector did by itself; which one stands beside it. */
const COLLECTOR = 'collector:'

/** What else was noted, name by name. */
const detailText = (detail: Record<string, unknown>): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
