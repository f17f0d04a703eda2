import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemResponse, problemOf } from '../data/http.ts'
import { useWords } from '../i18n/words.tsx'
import { Button } from './button.tsx'

interface LoadedProps<T> {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'fetchStatus' | 'refetch'>
  /** The shape of what comes. */
  skeleton: ReactNode
  /** 1 where it is all there is on the page. */
  level?: 1 | 2
  children: (data: T) => ReactNode
}

/** A screen's states in one place: there (if need be with older data), failed, offline, and loading. */
export function Loaded<T>({ query, skeleton, level = 2, children }: LoadedProps<T>) {
  const { t } = useWords()
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failed error={query.error} level={level} retry={() => query.refetch()} />
  // Without a network nothing is asked at all; it goes on by itself when the network is back.
  if (query.fetchStatus === 'paused')
    return <Failed error={new ProblemResponse({ status: 0, code: 'offline' })} level={level} />
  return (
    <div aria-busy="true">
      <span className="visually-hidden">{t('loading')}</span>
      {skeleton}
    </div>
  )
}

interface FailedProps {
  error: unknown
  /** 1 where it is all there is on the page. */
  level?: 1 | 2
  retry?: () => unknown
}

/** What went wrong and what to do about it. */
export function Failed({ error, level = 2, retry }: FailedProps) {
  const { t } = useWords()
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className="notice" role="alert">
      <Heading>{t('problem.title')}</Heading>
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
    Object.entries({ code: problem.code, ref: problem.ref ?? '', ...problem.context }).map(
      ([name, value]) => [name, typeof value === 'number' ? value : String(value)],
    ),
  )
  return find(`problem.${problem.code}`, values) ?? t('problem.unexpected', { code: problem.code })
}

interface EmptyProps {
  title: string
  /** 1 where it is all there is on the page. */
  level?: 1 | 2
  children?: ReactNode
}

export function Empty({ title, level = 2, children }: EmptyProps) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className="notice">
      <Heading>{title}</Heading>
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
