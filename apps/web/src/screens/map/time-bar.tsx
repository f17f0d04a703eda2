import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Timeline, timelineQuery } from '../../data/moments.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { useDataNow } from '../../ui/now.ts'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { TimeMarks } from './time-marks.tsx'
import { TimeSlider } from './time-slider.tsx'
import { floorStep, STEP_MS, type WindowName, windowAround, windows } from './time-window.ts'

interface TimeBarProps {
  /** Milliseconds; null is now. */
  at: number | null
  /** The earlier moment that it is compared with; null where none is. */
  since: number | null
  onChange: (change: { at?: number | null; since?: number | null }) => void
}

/** Below the map: which moment it shows, and beside which other one. */
export function TimeBar({ at, since, onChange }: TimeBarProps) {
  const { t, f } = useWords()
  const { code } = useHere()
  const now = floorStep(useDataNow())
  const [shown, setShown] = useState<WindowName>('day')
  const [ended, setEnded] = useState<number | null>(null)
  const whole = useQuery(timelineQuery(code, null))
  const stretch = { from: Math.min(now - STEP_MS, beginOf(whole.data, now)), to: now }
  const looked = since === null ? (at === null ? [] : [at]) : [since, at ?? now]
  const window = windowAround(shown, stretch, looked, ended)
  // Which stretch is looked at is known with how far the past goes.
  const timeline = useQuery({ ...timelineQuery(code, window), enabled: !whole.isPending })
  const parts = timeline.data?.parts ?? []
  const raised = parts.reduce((sum, { critical, high, low }) => sum + critical + high + low, 0)
  const pick = (change: Parameters<typeof onChange>[0]) => {
    setEnded(window.to)
    onChange(change)
  }
  const choices = Object.keys(windows) as WindowName[]
  return (
    <section className="time-bar" aria-label={t('time.bar')} data-past={at !== null || undefined}>
      <div className="time-line">
        <TimeMarks parts={parts} />
        {since !== null && (
          <TimeSlider
            label={t('time.since')}
            window={window}
            at={since}
            onChange={(next) => next !== null && next < (at ?? now) && pick({ since: next })}
          />
        )}
        <TimeSlider
          label={since === null ? t('time.at') : t('time.until')}
          window={window}
          at={at}
          onChange={(next) =>
            pick({
              at: next,
              ...(since !== null && next !== null && next <= since && { since: next - STEP_MS }),
            })
          }
        />
        <p className="time-ends quiet">
          <span>{f.moment(window.from * 1000)}</span>
          <span>{t('time.alarms', { count: raised })}</span>
          <span>{window.to >= now ? t('time.now') : f.moment(window.to * 1000)}</span>
        </p>
      </div>
      <div className="time-choices">
        <ShowChoice
          label={t('time.window')}
          value={shown}
          onChange={(next) => {
            setEnded(null)
            setShown(next)
          }}
          options={choices.map((value) => ({ value, label: t(`time.window.${value}`) }))}
        />
        <Button
          aria-pressed={since !== null}
          onPress={() =>
            onChange({
              since:
                since === null
                  ? Math.max(stretch.from, (at ?? now) - (windows[shown] ?? windows.week))
                  : null,
            })
          }
        >
          {since === null ? t('time.compare') : t('time.compare-no')}
        </Button>
        <Button isDisabled={at === null} onPress={() => onChange({ at: null })}>
          {t('time.to-now')}
        </Button>
      </div>
    </section>
  )
}

/** Until it is known how far the past goes there may be a week of it. */
function beginOf(timeline: Timeline | undefined, now: number): number {
  if (!timeline) return now - windows.week
  return timeline.from === null ? now : Date.parse(timeline.from)
}
