import type { Service } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { AttentionListView } from '../../attention/attention-list.tsx'
import { attentionQuery } from '../../data/attention.ts'
import { serviceFiguresQuery } from '../../data/figures.ts'
import { zonesQuery } from '../../data/zones.ts'
import { FigureGrid } from '../../figures/figure-grid.tsx'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'

const Occasions = lazy(() => import('../occasions/occasions.tsx'))

/** One service: what needs a person there, how it is going, and its zones. */
export function ServiceScreen({ service }: { service: Service }) {
  const { t } = useWords()
  const { code, may } = useHere()
  const figures = useQuery(serviceFiguresQuery(code, service))
  const attention = useQuery(attentionQuery(code, { service }))
  return (
    <div className="screen" key={service}>
      <ScreenHead
        title={t(`service.${service}`)}
        lead={attention.data && t('service.lead', { count: attention.data.count })}
      >
        <Link
          className="button plain"
          to="/$municipality/map"
          params={{ municipality: code }}
          search={{ service }}
        >
          {t('asset.on-map')}
        </Link>
        <Link
          className="button plain"
          to="/$municipality/list"
          params={{ municipality: code }}
          search={{ q: undefined, service, class: undefined, state: undefined, zone: undefined }}
        >
          {t('service.assets')}
        </Link>
        {service === 'lighting' && may('plan-renewal', service) && (
          <Link className="button plain" to="/$municipality/lighting/lamps" params={{ municipality: code }}>
            {t('lamps.title')}
          </Link>
        )}
        {service === 'waste' && may('plan-rounds', service) && (
          <Link className="button plain" to="/$municipality/rounds" params={{ municipality: code }}>
            {t('rounds.title')}
          </Link>
        )}
        {service === 'sewer' && (
          <Link className="button plain" to="/$municipality/sewer/overflows" params={{ municipality: code }}>
            {t('overflow.link')}
          </Link>
        )}
        {(service === 'water' || service === 'sewer') && (
          <Link className="button plain" to="/$municipality/pumps" params={{ municipality: code }}>
            {t('pumps.title')}
          </Link>
        )}
        {service !== 'waste' && (
          <Link className="button plain" to="/$municipality/energy" params={{ municipality: code }}>
            {t('energy.link')}
          </Link>
        )}
      </ScreenHead>
      <AttentionListView of={{ service }} />
      {service === 'waste' && (
        <Suspense fallback={<SkeletonRows rows={2} height={48} />}>
          <Occasions of={null} level={2} />
        </Suspense>
      )}
      <FigureGrid query={figures} />
      <Zones service={service} />
    </div>
  )
}

/** A service without zones has nothing to say of them. */
function Zones({ service }: { service: Service }) {
  const { t } = useWords()
  const { code } = useHere()
  const zones = useQuery(zonesQuery(code))
  const own = (zones.data ?? []).filter((zone) => zone.service === service)
  if (own.length === 0) return null
  return (
    <section aria-labelledby="zones">
      <h2 id="zones">{t('service.zones')}</h2>
      <ul className="rows">
        {own.map((zone) => (
          <li key={zone.tag} className="row">
            <div className="row-main">
              <Link
                className="row-title"
                to="/$municipality/zones/$tag"
                params={{ municipality: code, tag: zone.tag }}
              >
                {zone.name}
              </Link>
              <p className="row-facts">
                <span>{zone.tag}</span>
                <span>{t('overview.assets', { count: zone.assets })}</span>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
