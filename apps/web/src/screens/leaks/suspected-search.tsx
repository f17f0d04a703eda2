import { useQuery } from '@tanstack/react-query'
import { suspectedSearchQuery } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { LeakRoute } from './leak-route.tsx'

/** Of a suspected leak: how a crew would look for it, as an order made now has it. */
export function SuspectedSearch({ prediction }: { prediction: string }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const search = useQuery(suspectedSearchQuery(code, prediction))
  if (!search.data) return null
  return (
    <section className="card" aria-labelledby="leak-search">
      <h2 id="leak-search">{t('route.title')}</h2>
      <p className="quiet">{t('route.what', { share: f.percent(search.data.share) })}</p>
      <LeakRoute search={search.data} />
    </section>
  )
}
