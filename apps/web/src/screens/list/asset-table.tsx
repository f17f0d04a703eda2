import { Link } from '@tanstack/react-router'
import type { AssetSummary } from '../../data/assets.ts'
import { useZoneName } from '../../data/zones.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { ClassIcon } from '../../signs/icon.tsx'
import { StateMark } from '../../signs/state-mark.tsx'

export function AssetTable({ assets }: { assets: readonly AssetSummary[] }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const zoneName = useZoneName(code)
  return (
    <table className="list-table">
      <caption className="visually-hidden">{t('nav.list')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('list.name')}</th>
          <th scope="col">{t('list.state')}</th>
          <th scope="col">{t('list.class')}</th>
          <th scope="col">{t('asset.zone')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('asset.on-map')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {assets.map((asset) => (
          <tr key={asset.tag}>
            <th scope="row">
              <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: asset.tag }}>
                {asset.name}
              </Link>
              <span className="quiet">{asset.tag}</span>
            </th>
            <td>
              <span className="with-icon">
                <StateMark state={asset.state} probability={asset.prediction} />
                {t(`state.${asset.state}`)}
                {asset.state === 'prediction' && asset.prediction !== null && (
                  <span className="quiet">{f.percent(asset.prediction)}</span>
                )}
                {asset.underWork && <span className="chip">{t('asset.under-work')}</span>}
              </span>
            </td>
            <td>
              <span className="with-icon">
                <ClassIcon of={asset.class} size={18} />
                {t(`class.${asset.class}`)}
              </span>
            </td>
            <td>{asset.zone === null ? '' : zoneName(asset.zone)}</td>
            <td>
              <Link
                to="/$municipality/map"
                params={{ municipality: code }}
                search={{ asset: asset.tag, prediction: undefined }}
                aria-label={t('list.on-map', { name: asset.name })}
              >
                {t('nav.map')}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
