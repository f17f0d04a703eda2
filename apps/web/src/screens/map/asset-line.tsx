import type { AssetState } from '@driftbild/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AssetSummary } from '../../data/assets.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import type { MapSearch } from './map-search.ts'

interface AssetLineProps {
  asset: Pick<AssetSummary, 'tag' | 'name' | 'class' | 'prediction' | 'fill' | 'lamp'> & { state: AssetState }
  /** What the map shows now: a press adds the asset to it. */
  search: MapSearch
  mark?: ReactNode
  children?: ReactNode
}

/** An asset in a list beside the map; a press chooses it there. */
export function AssetLine({ asset, search, mark, children }: AssetLineProps) {
  const { t, f } = useWords()
  const { code } = useHere()
  return (
    <li className="asset-line">
      {mark ?? <StateMark state={asset.state} probability={asset.prediction} size={18} />}
      <div>
        <Link
          className="row-title"
          to="/$municipality/map"
          params={{ municipality: code }}
          search={{ ...search, asset: asset.tag, trace: undefined }}
        >
          {asset.name}
        </Link>
        <p className="quiet">
          {asset.tag} · {t(`class.${asset.class}`)} · {t(`state.${asset.state}`)}
          {asset.fill !== undefined && ` · ${t('look.fill', { share: f.percent(asset.fill) })}`}
          {asset.lamp && ` · ${t(`lamp.${asset.lamp}`)}`}
        </p>
        {children}
      </div>
    </li>
  )
}
