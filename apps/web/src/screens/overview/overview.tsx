import { useQuery } from '@tanstack/react-query'
import { attentionQuery } from '../../data/attention.ts'
import { type Overview, overviewQuery } from '../../data/overview.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyRegister } from '../import/empty-register.tsx'
import { Attention, AttentionSkeleton } from './attention.tsx'
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
  const attention = useQuery(attentionQuery(code))
  const assets = overview.services.reduce((sum, s) => sum + s.assets, 0)
  if (assets === 0) {
    return (
      <>
        <ScreenHead title={name} />
        <EmptyRegister />
      </>
    )
  }
  return (
    <>
      <ScreenHead
        title={attention.data ? t('overview.headline', { count: attention.data.calling, place: name }) : name}
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
      {attention.data ? <Attention items={attention.data.items} /> : <AttentionSkeleton />}
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
