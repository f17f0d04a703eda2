import { useQuery } from '@tanstack/react-query'
import { overviewQuery } from '../data/overview.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'

/** That models advise nothing here; while they are still working through the past, that instead. */
export function NoAdvice({ children }: { children: string }) {
  const { t } = useWords()
  const { code } = useHere()
  const { data } = useQuery(overviewQuery(code))
  const isUnderWay = data?.jobs.some(({ state }) => state === 'running') ?? false
  return isUnderWay ? t('models.under-way') : children
}
