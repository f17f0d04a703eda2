import { boxOf } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { type AssetPage, assetQuery } from '../../data/assets.ts'
import { DossierButton } from '../../exports/dossier-button.tsx'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { usePageTitle } from '../../ui/screen-head.tsx'
import { PlanInspectionsDialog } from '../inspections/plan-dialog.tsx'
import { AssetContent } from './asset-content.tsx'
import { AssetEdit } from './asset-edit.tsx'
import { AssetHead } from './asset-head.tsx'

export function AssetScreen() {
  const { tag } = useParams({ from: '/$municipality/assets/$tag' })
  const { t } = useWords()
  const { code, may } = useHere()
  const asset = useQuery(assetQuery(code, tag))
  useLiveReadings(asset.data)
  const [editing, setEditing] = useState(false)
  const [inspecting, setInspecting] = useState(false)
  usePageTitle(asset.data?.name ?? tag)
  return (
    <div className="screen">
      <Loaded level={1} query={asset} skeleton={<SkeletonRows rows={6} height={64} />}>
        {(loaded) => (
          <>
            <header className="screen-head">
              <AssetHead asset={loaded} level={1} />
              <div className="screen-actions">
                {may('edit-assets', loaded.service) && (
                  <Button onPress={() => setEditing(true)}>{t('edit.start')}</Button>
                )}
                {may('plan-inspection', loaded.service) && (
                  <Button onPress={() => setInspecting(true)}>{t('inspection.plan')}</Button>
                )}
                {may('export-assets') && <DossierButton tag={tag} />}
                <Link
                  className="button plain"
                  to="/$municipality/map"
                  params={{ municipality: code }}
                  search={{ asset: tag, prediction: undefined }}
                >
                  {t('asset.on-map')}
                </Link>
              </div>
            </header>
            <AssetContent asset={loaded} level={2} />
            {inspecting && (
              <PlanInspectionsDialog
                selection={{ tags: [tag] }}
                count={1}
                onClose={() => setInspecting(false)}
              />
            )}
            {editing && <AssetEdit asset={loaded} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
    </div>
  )
}

/** Without a map to look at, the live stream follows the asset's own place. */
function useLiveReadings(asset: AssetPage | undefined): void {
  const { live } = useHere()
  const box = asset ? boxOf(asset.geometry) : null
  const name = box?.join(',')
  useEffect(() => {
    if (name === undefined) return
    const [west, south, east, north] = name.split(',').map(Number) as [number, number, number, number]
    live.look([west - 1e-4, south - 1e-4, east + 1e-4, north + 1e-4])
    return () => live.look(null)
  }, [live, name])
}
