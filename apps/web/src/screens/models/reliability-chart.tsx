import { useWords } from '../../i18n/words.tsx'

export interface ReliabilityLine {
  name: string
  /** What happened here is drawn full, what the card promises is not. */
  of: 'here' | 'card'
  points: readonly { said: number; was: number; count: number }[]
}

const SIZE = 280
const edge = { left: 44, right: 24, top: 10, bottom: 38 }
const MOST_RADIUS = 9
const ticks = [0, 0.25, 0.5, 0.75, 1]

/** What was said against how often it came true: on the slanting line a model says what it means. */
export function ReliabilityChart({ title, lines }: { title: string; lines: readonly ReliabilityLine[] }) {
  const { t, f } = useWords()
  const x = (share: number) => edge.left + share * (SIZE - edge.left - edge.right)
  const y = (share: number) => SIZE - edge.bottom - share * (SIZE - edge.top - edge.bottom)
  const most = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ count }) => count)))
  return (
    <figure className="reliability">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={title}>
        {ticks.map((tick) => (
          <g key={tick}>
            <path className="year-grid" d={`M${x(0)} ${y(tick)}H${x(1)}`} />
            <text x={edge.left - 6} y={y(tick) + 4} textAnchor="end">
              {f.percent(tick)}
            </text>
            <text x={x(tick)} y={SIZE - edge.bottom + 16} textAnchor="middle">
              {f.percent(tick)}
            </text>
          </g>
        ))}
        <path className="reliability-even" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
        {lines.map(({ name, of, points }) => (
          <g key={name} className={`reliability-${of}`}>
            <path
              d={points.map(({ said, was }, at) => `${at === 0 ? 'M' : 'L'}${x(said)} ${y(was)}`).join('')}
            />
            {points.map(({ said, was, count }) => (
              <circle key={said} cx={x(said)} cy={y(was)} r={2 + MOST_RADIUS * Math.sqrt(count / most)}>
                <title>{t('reliability.point', { said: f.percent(said), was: f.percent(was), count })}</title>
              </circle>
            ))}
          </g>
        ))}
        <text x={x(0.5)} y={SIZE - 4} textAnchor="middle">
          {t('reliability.said')}
        </text>
      </svg>
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">{t('reliability.said')}</th>
            <th scope="col">{t('reliability.was')}</th>
            <th scope="col">{t('reliability.count')}</th>
          </tr>
        </thead>
        {lines.map(({ name, points }) => (
          <tbody key={name}>
            <tr className="score-data">
              <th scope="colgroup" colSpan={3}>
                {name}
              </th>
            </tr>
            {points.map(({ said, was, count }) => (
              <tr key={said}>
                <td>{f.percent(said)}</td>
                <td>{f.percent(was)}</td>
                <td>{f.number(count)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </figure>
  )
}
