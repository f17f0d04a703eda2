import { type ReactNode, useState } from 'react'
import { useWords } from '../i18n/words.tsx'
import { Button } from '../ui/button.tsx'
import { usePhone } from '../ui/media.ts'
import { Scrolling } from '../ui/scrolling.tsx'

export interface YearLine {
  name: string
  values: readonly number[]
}

interface YearChartProps {
  title: string
  /** What the numbers are, beside the axis. */
  unit: string
  years: readonly number[]
  lines: readonly YearLine[]
  summary?: ReactNode
}

const HEIGHT = 260
/** A phone has less: the letters keep their size, the plot gets narrower. */
const WIDTHS = { phone: 340, other: 760 } as const
const edge = { left: 64, right: 16, top: 12, bottom: 26 }
/** What a year needs below the axis, with room beside it. */
const YEAR_PX = 64
/** Lines are told apart by their dashes, so that they are on paper too. */
const dashes = ['', '7 4', '2 4', '10 3 2 3', '1 6', '14 6']

/** A value a year for each of some plans, with the table behind it. */
export function YearChart({ title, unit, years, lines, summary }: YearChartProps) {
  const { t } = useWords()
  const [table, setTable] = useState(false)
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart-title">
          {title} ({unit})
        </span>
        <Button look="quiet" icon="table" aria-pressed={table} onPress={() => setTable(!table)}>
          {table ? t('chart.hide-table') : t('chart.show-table')}
        </Button>
      </figcaption>
      {table ? <YearTable {...{ title, unit, years, lines }} /> : <YearPlot {...{ title, years, lines }} />}
      {lines.length > 1 && (
        <p className="year-legend">
          {lines.map(({ name }, i) => (
            <span key={name} className="with-icon">
              <svg viewBox="0 0 32 8" width={32} height={8} aria-hidden="true">
                <path className="year-line" d="M0 4H32" strokeDasharray={dashes[i % dashes.length]} />
              </svg>
              {name}
            </span>
          ))}
        </p>
      )}
      {summary && <p className="quiet">{summary}</p>}
    </figure>
  )
}

function YearPlot({ title, years, lines }: Pick<YearChartProps, 'title' | 'years' | 'lines'>) {
  const { f } = useWords()
  const width = usePhone() ? WIDTHS.phone : WIDTHS.other
  const most = niceTop(Math.max(0, ...lines.flatMap(({ values }) => values)))
  const [first, last] = [years[0] ?? 0, years.at(-1) ?? 1]
  const x = (year: number) =>
    edge.left + ((year - first) / Math.max(last - first, 1)) * (width - edge.left - edge.right)
  const y = (value: number) => HEIGHT - edge.bottom - (value / most) * (HEIGHT - edge.top - edge.bottom)
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * most)
  const step = [5, 10, 20, 50].find((one) => (years.length / one) * YEAR_PX < width) ?? 100
  return (
    <svg className="year-plot" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title}>
      {ticks.map((tick) => (
        <g key={tick}>
          <path className="year-grid" d={`M${edge.left} ${y(tick)}H${width - edge.right}`} />
          <text x={edge.left - 8} y={y(tick) + 4} textAnchor="end">
            {f.number(tick, most < 4 ? 2 : most < 40 ? 1 : 0)}
          </text>
        </g>
      ))}
      {years
        .filter((year) => year % step === 0)
        .map((year) => (
          <text key={year} x={x(year)} y={HEIGHT - 8} textAnchor="middle">
            {year}
          </text>
        ))}
      {lines.map(({ name, values }, i) => (
        <path
          key={name}
          className="year-line"
          strokeDasharray={dashes[i % dashes.length]}
          d={values
            .map((value, at) => `${at === 0 ? 'M' : 'L'}${x(years[at]!).toFixed(1)} ${y(value).toFixed(1)}`)
            .join('')}
        />
      ))}
    </svg>
  )
}

function YearTable({ title, unit, years, lines }: YearChartProps) {
  const { t, f } = useWords()
  return (
    <Scrolling className="table-scroll" label={title}>
      <table className="numbers">
        <caption>
          {title} ({unit})
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('renewal.column.year')}</th>
            {lines.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year, at) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {lines.map(({ name, values }) => (
                <td key={name}>{values[at] === undefined ? '' : f.number(values[at], 2)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}

/** The least of 1, 2, 4, 5, 8 and 10 times a power of ten that is not below. */
function niceTop(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 4, 5, 8, 10].find((one) => one * power >= value) ?? 10) * power
}
