import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type EnergyRow, type EnergyView, energyQuery } from '../../data/energy.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'

/** What pumps and lights used beside what they should have, the dearest waste first. */
export function EnergyScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const energy = useQuery(energyQuery(code))
  return (
    <div className="screen">
      <ScreenHead title={t('energy.title')} lead={t('energy.lead')} />
      <Loaded query={energy} skeleton={<SkeletonRows rows={6} height={56} />}>
        {(view) => <Energy view={view} />}
      </Loaded>
    </div>
  )
}

function Energy({ view: { rows, price, unknown } }: { view: EnergyView }) {
  const { t } = useWords()
  const { code, may } = useHere()
  const sum = (of: (row: EnergyRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const source = price.source ?? t('energy.price.ours')
  return (
    <>
      <section className="card">
        <p>{t('energy.total', { sek: sum((row) => row.wasted.sek), kwh: sum((row) => row.wasted.kwh) })}</p>
        <p className="quiet">
          {t('energy.price', { price: price.sekPerKwh, source })}{' '}
          {may('manage-municipality') && (
            <Link to="/$municipality/admin/municipality" params={{ municipality: code }}>
              {t('energy.price.change')}
            </Link>
          )}
        </p>
        {unknown > 0 && <p className="quiet">{t('energy.unknown', { count: unknown })}</p>}
      </section>
      {rows.length === 0 ? <p className="calm">{t('energy.none')}</p> : <Rows rows={rows} />}
    </>
  )
}

function Rows({ rows }: { rows: readonly EnergyRow[] }) {
  const { t } = useWords()
  return (
    <Scrolling className="table-wide" label={t('energy.table')}>
      <table className="numbers">
        <caption>{t('energy.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('energy.subject')}</th>
            <th scope="col">{t('energy.wasted')}</th>
            <th scope="col">{t('energy.reason')}</th>
            <th scope="col">{t('energy.used')}</th>
            <th scope="col">{t('energy.expected')}</th>
            <th scope="col">{t('energy.per-unit')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.asset} row={row} />
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}

function Row({ row }: { row: EnergyRow }) {
  const { t } = useWords()
  const { code } = useHere()
  return (
    <tr>
      <th scope="row">
        <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: row.asset }}>
          {row.name}
        </Link>
        <p className="quiet">{t('energy.days', { count: row.days })}</p>
      </th>
      <td>
        <Quantity value={row.wasted.sek} unit="SEK" />
        <p className="quiet">
          <Quantity value={row.wasted.kwh} unit="kWh" />
        </p>
      </td>
      <td>
        {t(`energy.reason.${row.reason}`)}
        {row.prediction && (
          <p className="quiet">
            <Link to="/$municipality/predictions/$id" params={{ municipality: code, id: row.prediction.id }}>
              {t('energy.prediction', { mode: t(`mode.${row.prediction.kind}`) })}
            </Link>
          </p>
        )}
        {row.estimate && <p className="quiet">{t('energy.estimate')}</p>}
      </td>
      <td>
        <Quantity value={row.used} unit="kWh" />
      </td>
      <td>
        <Quantity value={row.expected} unit="kWh" />
      </td>
      <td>
        <Quantity value={row.perUnit} unit={row.unit} />
        <p className="quiet">{t('energy.usual', { value: row.usualPerUnit })}</p>
      </td>
    </tr>
  )
}
