import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { suspicionQuery } from '../../data/network.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { HEAT } from '../../map/network-layers.ts'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { AssetLine } from './asset-line.tsx'
import { MapPanel, type PanelPlace } from './map-panel.tsx'
import type { MapSearch } from './map-search.ts'
import { MoreThanListed } from './moment-panel.tsx'

/** Where leaks may be: the heat along the pipes as a list, and what its colour means. */
export function SuspicionPanel({ search, ...place }: PanelPlace & { search: MapSearch }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const suspicion = useQuery(suspicionQuery(code))
  return (
    <MapPanel {...place} label={t('heat.title')} head={<h2>{t('heat.title')}</h2>}>
      <p className="quiet">{t('heat.what')}</p>
      <ul className="heat-legend" aria-label={t('heat.legend')}>
        {levels.map((level) => (
          <li key={level}>
            <span style={{ opacity: opacityOf(level) }} aria-hidden="true" />
            {f.percent(level)}
          </li>
        ))}
      </ul>
      <Loaded query={suspicion} skeleton={<SkeletonRows rows={6} height={48} />}>
        {({ count, items }) =>
          items.length === 0 ? (
            <Empty title={t('heat.none')}>{t('heat.none.what')}</Empty>
          ) : (
            <>
              <ul className="asset-lines">
                {items.map((asset) => (
                  <AssetLine key={asset.tag} asset={asset} search={search}>
                    <p>
                      {t('heat.likely', { share: f.percent(asset.probability) })}{' '}
                      {asset.predictions.slice(0, 1).map((id) => (
                        <Link
                          key={id}
                          className="row-more"
                          to="/$municipality/predictions/$id"
                          params={{ municipality: code, id }}
                        >
                          {t('heat.why', { asset: asset.tag })}
                        </Link>
                      ))}
                    </p>
                  </AssetLine>
                ))}
              </ul>
              <MoreThanListed listed={items.length} all={count} />
            </>
          )
        }
      </Loaded>
    </MapPanel>
  )
}

const levels = [0.05, 0.2, 0.4, 0.6]
const opacityOf = (level: number): number => HEAT.least + (HEAT.most - HEAT.least) * Math.min(1, level / 0.6)
