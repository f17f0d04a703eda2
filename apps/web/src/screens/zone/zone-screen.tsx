import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { AttentionListView } from '../../attention/attention-list.tsx'
import { type ZonePage, zoneFiguresQuery, zonePageQuery } from '../../data/figures.ts'
import { FigureGrid } from '../../figures/figure-grid.tsx'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead, usePageTitle } from '../../ui/screen-head.tsx'
import { SewerInflow } from '../sewer/sewer-inflow.tsx'
import { InflowChart } from './inflow-chart.tsx'
import { NightFlow } from './night-flow.tsx'
import { Pressures } from './pressures.tsx'
import { QualityStations } from './quality-stations.tsx'
import { Suspects } from './suspects.tsx'
import { WaterBalance } from './water-balance.tsx'
import { ZoneAssets } from './zone-assets.tsx'
import { ZoneLeaks } from './zone-leaks.tsx'
import { ZoneLearning } from './zone-learning.tsx'
import { ZoneWork } from './zone-work.tsx'

/** One zone, whatever its service: parts that it has no data for are left out, so a new model brings data only. */
export function ZoneScreen() {
  const { t } = useWords()
  const { tag } = useParams({ from: '/$municipality/zones/$tag' })
  const { code } = useHere()
  const zone = useQuery(zonePageQuery(code, tag))
  usePageTitle(zone.data?.name ?? t('asset.zone'))
  return (
    <div className="screen zone" key={tag}>
      <Loaded level={1} query={zone} skeleton={<SkeletonRows rows={6} height={96} />}>
        {(page) => <Zone page={page} />}
      </Loaded>
    </div>
  )
}

function Zone({ page }: { page: ZonePage }) {
  const { t } = useWords()
  const { code } = useHere()
  const figures = useQuery(zoneFiguresQuery(code, page.tag))
  return (
    <>
      <ScreenHead
        title={page.name}
        lead={t('zone.lead', { tag: page.tag, service: t(`service.${page.service}`), count: page.assets })}
      >
        <Link
          className="button plain"
          to="/$municipality/map"
          params={{ municipality: code }}
          search={{ zone: page.tag }}
        >
          {t('asset.on-map')}
        </Link>
      </ScreenHead>
      <AttentionListView of={{ zone: page.tag }} />
      {page.balanced && <ZoneLearning tag={page.tag} />}
      {page.inflow.length > 0 && <InflowChart tag={page.tag} />}
      {page.balanced && <NightFlow tag={page.tag} />}
      <FigureGrid query={figures} />
      {page.suspects.length > 0 && <Suspects page={page} />}
      {page.pressures.length > 0 && <Pressures sensors={page.pressures} />}
      {page.quality.length > 0 && <QualityStations page={page} />}
      {page.balanced && <WaterBalance tag={page.tag} service={page.service} />}
      {page.balanced && <ZoneLeaks tag={page.tag} service={page.service} />}
      {page.stations.map((tag) => (
        <SewerInflow key={tag} tag={tag} />
      ))}
      <ZoneWork page={page} />
      <ZoneAssets page={page} />
    </>
  )
}
