import { useInfiniteQuery } from '@tanstack/react-query'
import { alarmsQuery } from '../data/alarms.ts'
import { allItems } from '../data/page.ts'
import { useWords } from '../i18n/words.tsx'
import { useNow } from '../ui/now.ts'
import { callsForPerson } from './calls.ts'
import { useHere } from './here.tsx'

/** How many alarms wait for somebody; nothing at all when none does. */
export function AlarmBadge() {
  const { t } = useWords()
  const { code } = useHere()
  const now = useNow()
  const alarms = useInfiniteQuery(alarmsQuery(code, true))
  const waiting = allItems(alarms.data).filter((alarm) => callsForPerson(alarm, now)).length
  if (waiting === 0) return null
  return (
    <span className="badge">
      <span aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>
      <span className="visually-hidden">{t('nav.alarms.waiting', { count: waiting })}</span>
    </span>
  )
}
