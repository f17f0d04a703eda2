import type { IsolationPlan } from '../../data/leaks.ts'
import { useWords } from '../../i18n/words.tsx'

const FIRST = 6

/** Who is without water: those who are told first on top, those whom nobody meant apart. */
export function ShutCustomers({ plan, level }: { plan: IsolationPlan; level: 3 | 4 }) {
  const { t, find } = useWords()
  const Heading = `h${level}` as const
  const { customers, connections, hydrants } = plan
  const [first, rest] = [connections.slice(0, FIRST), connections.slice(FIRST)]
  const line = ({ tag, name, customers: count, sensitive, part }: (typeof connections)[number]) => (
    <li key={tag}>
      {sensitive && <strong>{find(`attribute.sensitive.${sensitive}`) ?? sensitive}: </strong>}
      {name} <span className="quiet">{tag}</span> {t('shut.customers', { count })}
      {part === 'behind' && ` (${t('shut.behind')})`}
    </li>
  )
  return (
    <>
      <Heading>{t('shut.without', { count: customers.within + customers.behind })}</Heading>
      {customers.behind > 0 && (
        <p className="remark">{t('shut.without.behind', { count: customers.behind })}</p>
      )}
      {connections.length > 0 && <ul className="shut-list">{first.map(line)}</ul>}
      {rest.length > 0 && (
        <details>
          <summary>{t('shut.more', { count: rest.length })}</summary>
          <ul className="shut-list">{rest.map(line)}</ul>
        </details>
      )}
      {hydrants.length > 0 && (
        <p>
          {t('shut.hydrants', { count: hydrants.length })} {hydrants.map(({ tag }) => tag).join(', ')}
        </p>
      )}
    </>
  )
}
