import { shownUnit } from '@driftbild/words'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { RangeBar } from '../../chart/range-bar.tsx'
import { Sparkline } from '../../chart/sparkline.tsx'
import { usualRange } from '../../chart/usual-range.ts'
import type { SignalView } from '../../data/assets.ts'
import { seriesQuery } from '../../data/signals.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Quantity } from '../../ui/quantity.tsx'
import { usePast, WEEK_SPARK_POINTS } from './span.ts'

interface SignalRowProps {
  signal: SignalView
  chosen: boolean
  onChoose: () => void
  children?: ReactNode
}

/** One live value in its context: number and unit, its place in the usual range, and the last two days. */
export function SignalRow({ signal, chosen, onChoose, children }: SignalRowProps) {
  const { t } = useWords()
  const { code } = useHere()
  const week = usePast('week')
  const measured = signal.kind === 'measure'
  const series = useQuery({
    ...seriesQuery(code, signal.key, { ...week, points: WEEK_SPARK_POINTS }),
    enabled: measured,
  })
  const usual = useMemo(() => (series.data ? usualRange(series.data) : null), [series.data])
  const spark = useMemo(() => {
    if (!series.data) return null
    const from = series.data.time.findIndex((s) => s >= week.to / 1000 - 2 * 86_400)
    if (from < 0) return null
    return { time: series.data.time.slice(from), values: series.data.average.slice(from) }
  }, [series.data, week.to])
  const { latest } = signal
  const doubtful = latest === null || latest.stale || latest.quality !== 'good'
  return (
    <li className="signal" data-chosen={chosen || undefined}>
      <AriaButton className="signal-press" aria-pressed={chosen} onPress={onChoose}>
        <span className="signal-name">{t(`role.${signal.role}`)}</span>
        <SignalValue signal={signal} />
      </AriaButton>
      {measured && (
        <div className="signal-context">
          <RangeBar
            value={latest?.value ?? null}
            usual={usual}
            limits={signal.limits ?? []}
            range={signal.range}
            label={
              usual
                ? t('signal.usual', { role: t(`role.${signal.role}`) })
                : t('signal.in-range', { role: t(`role.${signal.role}`) })
            }
          />
          {spark ? <Sparkline {...spark} /> : <span className="sparkline" />}
        </div>
      )}
      {doubtful && (
        <p className="signal-doubt">
          <StateMark state="stale" size={14} />
          <Doubt signal={signal} />
        </p>
      )}
      {children}
    </li>
  )
}

/** Flags are words, everything else a number with its unit. */
function SignalValue({ signal }: { signal: SignalView }) {
  const { t, find } = useWords()
  const value = signal.latest?.value ?? null
  if (signal.kind === 'flag' && value !== null) {
    return (
      <span className="quantity">
        {find(`flag.${signal.role}.${value ? 'yes' : 'no'}`) ?? t(value ? 'flag.yes' : 'flag.no')}
      </span>
    )
  }
  return <Quantity value={value} unit={shownUnit(signal.key, signal.unit)} />
}

function Doubt({ signal: { latest } }: { signal: SignalView }) {
  const { t, find } = useWords()
  if (latest === null) return t('signal.never')
  const why = latest.reason ? (find(`reason.${latest.reason}`) ?? find(`silence.${latest.reason}`)) : null
  return (
    <>
      {latest.stale ? t('signal.stale') : (why ?? t(`quality.${latest.quality}`))}{' '}
      <Moment at={latest.time} relative />
    </>
  )
}
