import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useContext } from 'react'
import { assetQuery } from '../../data/assets.ts'
import { assetThenQuery } from '../../data/moments.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { ShapeEditing } from '../../map/edit-shape.ts'
import { Button } from '../../ui/button.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { DataClock } from '../../ui/now.ts'
import { AssetContent } from '../asset/asset-content.tsx'
import { AssetHead } from '../asset/asset-head.tsx'
import { AssetTrace } from './asset-trace.tsx'
import { MapPanel, type PanelPlace } from './map-panel.tsx'
import type { MapSearch, TraceWay } from './map-search.ts'

const PlaceEditor = lazy(() => import('../place/place-editor.tsx').then((m) => ({ default: m.PlaceEditor })))

interface AssetPanelProps extends PanelPlace {
  tag: string
  /** A past moment, RFC 3339; null for now. */
  at: string | null
  search: MapSearch
  onTrace: (way: TraceWay | null) => void
  onEdit: (edit: MapSearch['edit']) => void
  /** What the map is to offer handles for; null where nothing is being put in its place. */
  onEditing: (editing: ShapeEditing | null) => void
}

/** What is chosen on the map, as it is or as it was. */
export function AssetPanel({ tag, at, search, onTrace, onEdit, onEditing, ...place }: AssetPanelProps) {
  const { t, f } = useWords()
  const { code, may } = useHere()
  const present = useQuery({ ...assetQuery(code, tag), enabled: at === null })
  const then = useQuery({ ...assetThenQuery(code, tag, at ?? ''), enabled: at !== null })
  const asset = at === null ? present : then
  const clock = useContext(DataClock)
  return (
    // What is said and charted is as of the moment that is looked at.
    <DataClock value={at === null ? clock : Date.parse(at)}>
      <MapPanel
        {...place}
        label={t('map.selected')}
        head={asset.data ? <AssetHead asset={asset.data} level={2} /> : <h2>{tag}</h2>}
      >
        {at !== null && <p className="past-note">{t('time.as-of', { time: f.moment(at) })}</p>}
        <Loaded query={asset} skeleton={<SkeletonRows rows={5} height={48} />}>
          {(loaded) =>
            search.edit === 'place' && at === null && may('edit-assets', loaded.service) ? (
              <Suspense fallback={<SkeletonRows rows={5} height={48} />}>
                <PlaceEditor asset={loaded} onEditing={onEditing} onClose={() => onEdit(undefined)} />
              </Suspense>
            ) : (
              <>
                <AssetTrace tag={tag} class={loaded.class} at={at} search={search} onTrace={onTrace} />
                <AssetContent asset={loaded} level={3} />
                <div className="panel-actions">
                  <Link
                    className="button plain"
                    to="/$municipality/assets/$tag"
                    params={{ municipality: code, tag }}
                  >
                    {t(at === null ? 'asset.open-page' : 'asset.open-page-now')}
                  </Link>
                  {at === null && loaded.class === 'pipe' && (
                    <Link
                      className="button plain"
                      to="/$municipality/map"
                      params={{ municipality: code }}
                      search={{ shut: tag }}
                    >
                      {t('shut.title')}
                    </Link>
                  )}
                  {at === null && may('edit-assets', loaded.service) && (
                    <Button onPress={() => onEdit('place')}>{t('place.start')}</Button>
                  )}
                </div>
              </>
            )
          }
        </Loaded>
      </MapPanel>
    </DataClock>
  )
}
