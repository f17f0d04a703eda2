import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { problemOf } from '../data/http.ts'
import { useWords } from '../i18n/words.tsx'
import { Button } from './button.tsx'

interface LoadedProps<T> {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'refetch'>
  /** The shape of what comes. */
  skeleton: ReactNode
  children: (data: T) => ReactNode
}

/** A screen's four states in one place: loading, failed, failed but with older data, and there. */
export function Loaded<T>({ query, skeleton, children }: LoadedProps<T>) {
  const { t } = useWords()
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failed error={query.error} retry={() => query.refetch()} />
  return (
    <div aria-busy="true">
      <span className="visually-hidden">{t('loading')}</span>
      {skeleton}
    </div>
  )
}

/** What went wrong and what to do about it. */
export function Failed({ error, retry }: { error: unknown; retry?: () => unknown }) {
  const { t } = useWords()
  return (
    <div className="notice" role="alert">
      <h2>{t('problem.title')}</h2>
      <p>
        <ProblemWords error={error} />
      </p>
      {retry && (
        <Button onPress={() => retry()} look="plain">
          {t('action.retry')}
        </Button>
      )}
    </div>
  )
}

/** A problem's code in words; one that we have no words for says so and names it. */
export function ProblemWords({ error }: { error: unknown }) {
  const { t, find } = useWords()
  const problem = problemOf(error)
  const values = Object.fromEntries(
    Object.entries({ ref: problem.ref ?? '', ...problem.context }).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : String(value),
    ]),
  )
  return find(`problem.${problem.code}`, values) ?? t('problem.unexpected', { code: problem.code })
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="notice">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
    </div>
  )
}

/** Grey rows where rows will be. */
export function SkeletonRows({ rows = 6, height = 56 }: { rows?: number; height?: number }) {
  return (
    <div className="skeleton-rows">
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className="skeleton" style={{ height }} />
      ))}
    </div>
  )
}
