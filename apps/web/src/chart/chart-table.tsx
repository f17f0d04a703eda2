import type { Series } from '@driftbild/api/contract'
import { useWords } from '../i18n/words.tsx'
import { Quantity } from '../ui/quantity.tsx'
import { Scrolling } from '../ui/scrolling.tsx'
import { everyNth } from './table-rows.ts'

const MOST_ROWS = 200

interface ChartTableProps {
  series: Series
  /** In which the values are shown. */
  unit: string
  caption: string
}

/** The numbers behind a chart, newest first, with their quality and the gaps between them. */
export function ChartTable({ series, unit, caption }: ChartTableProps) {
  const { t, f, find } = useWords()
  const rows = everyNth(series.time.length, MOST_ROWS)
  return (
    <Scrolling className="table-scroll" label={caption}>
      <table className="numbers">
        <caption>
          {caption}
          {rows.length < series.time.length &&
            ` ${t('chart.table.some', { shown: rows.length, all: series.time.length })}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            <th scope="col">{t('chart.average')}</th>
            <th scope="col">{t('chart.minimum')}</th>
            <th scope="col">{t('chart.maximum')}</th>
            <th scope="col">{t('chart.quality')}</th>
          </tr>
        </thead>
        <tbody>
          {series.gaps.map((gap) => (
            <tr key={gap.from}>
              <th scope="row">
                {gap.to ? f.range(gap.from, gap.to) : t('chart.since', { at: f.moment(gap.from) })}
              </th>
              <td colSpan={4}>
                {find(`gap.${gap.reason}`) ??
                  find(`silence.${gap.reason}`) ??
                  find(`reason.${gap.reason}`) ??
                  t('gap.missing')}
              </td>
            </tr>
          ))}
          {rows.toReversed().map((i) => (
            <tr key={series.time[i]}>
              <th scope="row">{f.moment(series.time[i]! * 1_000_000)}</th>
              <td>
                <Quantity value={series.average[i] ?? null} unit={unit} />
              </td>
              <td>
                <Quantity value={series.minimum[i] ?? null} unit={unit} />
              </td>
              <td>
                <Quantity value={series.maximum[i] ?? null} unit={unit} />
              </td>
              <td>{t(`quality.${series.quality[i] ?? 'bad'}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}
