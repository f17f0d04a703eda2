import { Link } from '@tanstack/react-router'
import { Checkbox } from 'react-aria-components'
import type { AssetSummary } from '../../data/assets.ts'
import type { AssetColumn } from '../../data/exports.ts'
import { useZoneName } from '../../data/zones.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { ClassIcon } from '../../signs/icon.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { CheckBox } from '../../ui/check-box.tsx'
import { columnText, columnTitle } from './columns.ts'

interface AssetTableProps {
  assets: readonly AssetSummary[]
  columns: readonly AssetColumn[]
  chosen: ReadonlySet<string>
  /** Null where there is nothing to choose for. */
  onChoose: ((chosen: ReadonlySet<string>) => void) | null
}

export function AssetTable({ assets, columns, chosen, onChoose }: AssetTableProps) {
  const { t, find } = useWords()
  const { code } = useHere()
  const every = assets.every(({ tag }) => chosen.has(tag))
  return (
    <div className="table-wide">
      <table className="list-table">
        <caption className="visually-hidden">{t('nav.list')}</caption>
        <thead>
          <tr>
            {onChoose && (
              <th scope="col" className="pick">
                <Checkbox
                  className="check"
                  aria-label={t('list.choose-all')}
                  isSelected={every}
                  isIndeterminate={!every && chosen.size > 0}
                  onChange={(on) => onChoose(new Set(on ? assets.map(({ tag }) => tag) : []))}
                >
                  <CheckBox />
                </Checkbox>
              </th>
            )}
            <th scope="col">{t('list.name')}</th>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {columnTitle(column, { t, find })}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t('asset.on-map')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {assets.map((asset) => (
            <tr key={asset.tag}>
              {onChoose && (
                <td className="pick">
                  <Checkbox
                    className="check"
                    aria-label={t('list.choose', { name: asset.name })}
                    isSelected={chosen.has(asset.tag)}
                    onChange={(on) => onChoose(withTag(chosen, asset.tag, on))}
                  >
                    <CheckBox />
                  </Checkbox>
                </td>
              )}
              <th scope="row">
                <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: asset.tag }}>
                  {asset.name}
                </Link>
                <span className="quiet">{asset.tag}</span>
              </th>
              {columns.map((column) => (
                <td key={column}>
                  <Cell asset={asset} column={column} />
                </td>
              ))}
              <td className="row-go">
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
    </div>
  )
}

function withTag(chosen: ReadonlySet<string>, tag: string, on: boolean): ReadonlySet<string> {
  const next = new Set(chosen)
  if (on) next.add(tag)
  else next.delete(tag)
  return next
}

/** State and class as everywhere, with their shapes; the rest as text. */
function Cell({ asset, column }: { asset: AssetSummary; column: AssetColumn }) {
  const { t, f, find } = useWords()
  const { code } = useHere()
  const zoneName = useZoneName(code)
  switch (column) {
    case 'state':
      return (
        <span className="with-icon">
          <StateMark state={asset.state} probability={asset.prediction} />
          {t(`state.${asset.state}`)}
          {asset.state === 'prediction' && asset.prediction !== null && (
            <span className="quiet">{f.percent(asset.prediction)}</span>
          )}
          {asset.underWork && <span className="chip">{t('asset.under-work')}</span>}
        </span>
      )
    case 'class':
      return (
        <span className="with-icon">
          <ClassIcon of={asset.class} size={18} />
          {t(`class.${asset.class}`)}
        </span>
      )
    case 'zone':
      return asset.zone === null ? '' : zoneName(asset.zone)
    default:
      return columnText(column, asset.more?.[column], { of: asset.class, words: { t, find }, f })
  }
}
