import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { alarmsQuery } from '../../data/alarms.ts'
import { type Overview, overviewQuery } from '../../data/overview.ts'
import { allItems } from '../../data/page.ts'
import { predictionsQuery } from '../../data/predictions.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useNow } from '../../ui/now.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Attention, AttentionSkeleton } from './attention.tsx'
import { attentionOf } from './attention-of.ts'
import { ServiceCard } from './service-card.tsx'

/** Whether anything needs a person, said in one sentence; then what, and then how each service stands. */
export function OverviewScreen() {
  const { code } = useHere()
  const overview = useQuery(overviewQuery(code))
  return (
    <div className="screen overview">
      <Loaded query={overview} skeleton={<SkeletonRows rows={6} height={88} />}>
        {(loaded) => <Picture overview={loaded} />}
      </Loaded>
    </div>
  )
}

function Picture({ overview }: { overview: Overview }) {
  const { t } = useWords()
  const { code, name, recording } = useHere()
  const now = useNow()
  const alarms = useInfiniteQuery(alarmsQuery(code, true))
  const predictions = useInfiniteQuery(predictionsQuery(code, true))
  const known = alarms.isSuccess && predictions.isSuccess
  const attention = attentionOf(allItems(alarms.data), allItems(predictions.data), now)
  const assets = overview.services.reduce((sum, s) => sum + s.assets, 0)
  return (
    <>
      <ScreenHead
        title={known ? t('overview.headline', { count: attention.calls.length, place: name }) : name}
        lead={
          <>
            {t('overview.assets', { count: assets })}
            {overview.newestReading && (
              <>
                {' · '}
                {t('overview.newest')} <Moment at={overview.newestReading} relative={recording === null} />
              </>
            )}
          </>
        }
      />
      {known ? <Attention attention={attention} /> : <AttentionSkeleton />}
      <section aria-labelledby="services">
        <h2 id="services">{t('overview.services')}</h2>
        <div className="services">
          {overview.services.map((service) => (
            <ServiceCard key={service.service} service={service} />
          ))}
        </div>
      </section>
    </>
  )
}
