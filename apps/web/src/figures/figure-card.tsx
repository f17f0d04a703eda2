import { RangeBar } from '../chart/range-bar.tsx'
import { Sparkline } from '../chart/sparkline.tsx'
import type { Figure } from '../data/figures.ts'
import { useWords } from '../i18n/words.tsx'
import { StateMark } from '../signs/state-mark.tsx'
import { Quantity } from '../ui/quantity.tsx'
import { standingOf } from './standing-of.ts'

/** A figure in its range: what it is now, what it usually is, how it went; or what is missing to tell it. */
export function FigureCard({ figure }: { figure: Figure }) {
  const { t, f, find } = useWords()
  const { id, value, unit, usual, of, trend } = figure
  const standing = standingOf(figure)
  const symbol = find(`unit.${unit}`) ?? unit
  const name = t(`figure.${id}`)
  return (
    <article className="card figure-card">
      <h3>{name}</h3>
      {value === null ? (
        <p className="quiet">
          {t('figure.unknown', { what: figure.missing.map((code) => t(`lack.${code}`)).join(', ') })}
        </p>
      ) : (
        <>
          <p className="figure-value">
            <Quantity value={value} unit={unit} />
            {of !== null && <span className="quiet">{t('figure.of', { of })}</span>}
          </p>
          <p className="figure-span">
            {t(`figure-span.${figure.span}`)}
            {figure.estimate && <span className="chip">{t('figure.estimate')}</span>}
          </p>
          {usual && (
            <>
              <RangeBar
                value={value}
                usual={usual}
                limits={[]}
                range={null}
                label={t('figure.bar', { name })}
              />
              <p className="quiet">
                {t('figure.usual', {
                  low: f.value(usual.low, unit),
                  high: f.value(usual.high, unit),
                  unit: symbol,
                })}
              </p>
            </>
          )}
          {standing && (
            <p className="figure-standing">
              <StateMark state="information" size={14} />
              {t(`figure-standing.${standing}`)}
            </p>
          )}
        </>
      )}
      {trend.values.some((one) => one !== null) && (
        <Sparkline
          time={trend.time.map((at) => Date.parse(at) / 1000)}
          values={trend.values}
          width={200}
          height={32}
        />
      )}
      <p className="quiet figure-how">{t(`figure-how.${id}`)}</p>
    </article>
  )
}
