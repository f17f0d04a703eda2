import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { assetQuery } from '../../data/assets.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { AssetContent } from '../asset/asset-content.tsx'
import { AssetHead } from '../asset/asset-head.tsx'
import { PanelEdge } from './panel-edge.tsx'
import { usePanelFocus } from './panel-focus.ts'
import { Sheet } from './sheet.tsx'

interface AssetPanelProps {
  tag: string
  phone: boolean
  width: number
  onWidth: (width: number) => void
  onClose: () => void
}

/** What is chosen on the map: to the right on a desktop, from below on a phone. */
export function AssetPanel({ tag, phone, width, onWidth, onClose }: AssetPanelProps) {
  const { t } = useWords()
  const { code } = useHere()
  const asset = useQuery(assetQuery(code, tag))
  const panel = usePanelFocus(onClose)
  const content = (
    <>
      <div className="panel-head">
        {asset.data ? <AssetHead asset={asset.data} level={2} /> : <h2>{tag}</h2>}
        <IconButton icon="close" label={t('action.close')} onPress={onClose} />
      </div>
      <div className="panel-body">
        <Loaded query={asset} skeleton={<SkeletonRows rows={5} height={48} />}>
          {(loaded) => (
            <>
              <AssetContent asset={loaded} level={3} />
              <Link
                className="button plain"
                to="/$municipality/assets/$tag"
                params={{ municipality: code, tag }}
              >
                {t('asset.open-page')}
              </Link>
            </>
          )}
        </Loaded>
      </div>
    </>
  )
  if (phone) {
    return (
      <Sheet panel={panel} label={t('map.selected')} onClose={onClose}>
        {content}
      </Sheet>
    )
  }
  return (
    <aside {...panel} className="panel" aria-label={t('map.selected')}>
      <PanelEdge width={width} onWidth={onWidth} />
      {content}
    </aside>
  )
}
