import { useQuery } from '@tanstack/react-query'
import { type AssetPage, assetPredictionsQuery } from '../../data/assets.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { ClassIcon } from '../../signs/icon.tsx'
import { StateMark } from '../../signs/state-mark.tsx'

/** What it is and how it is, in two lines. */
export function AssetHead({ asset, level }: { asset: AssetPage; level: 1 | 2 }) {
  const { t } = useWords()
  const { code } = useHere()
  const predictions = useQuery({
    ...assetPredictionsQuery(code, asset.tag),
    enabled: asset.state === 'prediction',
  })
  const standing = (predictions.data ?? []).filter((p) => p.standing).map((p) => p.probability)
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className="asset-head">
      <span className="asset-icon">
        <ClassIcon of={asset.class} size={24} />
      </span>
      <div>
        <Heading>{asset.name}</Heading>
        <p className="quiet">
          {asset.tag} · {t(`class.${asset.class}`)}
        </p>
        <p className="asset-state">
          <StateMark state={asset.state} probability={Math.max(...standing, 0)} />
          <span>{t(`state.${asset.state}`)}</span>
          {asset.underWork && <span className="chip">{t('asset.under-work')}</span>}
        </p>
      </div>
    </div>
  )
}
