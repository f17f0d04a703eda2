import { useQuery } from '@tanstack/react-query'
import { leakRecordQuery } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

/** That nothing is said of leaks yet, and what never will be: silence would be taken for a tight network. */
export function ZoneLearning({ tag }: { tag: string }) {
  const { t } = useWords()
  const { code } = useHere()
  const { data } = useQuery(leakRecordQuery(code, tag))
  const learning = data?.learning
  if (!learning || learning.nights >= learning.needed) return null
  const { nights, needed } = learning
  return (
    <section className="card" aria-labelledby="zone-learning">
      <h2 id="zone-learning">{t('zone.learning.title')}</h2>
      <p>{t('zone.learning', { nights, needed })}</p>
      <p className="quiet">{t('zone.learning.from-start')}</p>
    </section>
  )
}
