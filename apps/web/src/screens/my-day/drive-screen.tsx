import { Link, useSearch } from '@tanstack/react-router'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { Field, FieldState } from '../../offline/field.ts'
import { useField } from '../../offline/use-field.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { NextStop } from './next-stop.tsx'
import { RoundReport } from './round-report.tsx'
import { SendingBar } from './sending-bar.tsx'
import { useDoing } from './use-doing.ts'
import { useRound } from './use-round.ts'

/** For who drives: one stop at a time, large enough to be read from the wheel and pressed in passing. */
export function DriveScreen() {
  const { field, state } = useField()
  const { t } = useWords()
  const { code } = useHere()
  const day = state?.day?.day
  return (
    <div className="screen outdoors">
      {!state ? (
        <div aria-busy="true">
          <SkeletonRows rows={2} height={160} />
        </div>
      ) : day && day.crew !== null ? (
        <Drive field={field} state={state} />
      ) : (
        <Empty title={t('round.none')} level={1}>
          {t('round.none.what')}
        </Empty>
      )}
      <Link className="button plain" to="/$municipality/my-day" params={{ municipality: code }}>
        {t('nav.my-day')}
      </Link>
    </div>
  )
}

function Drive({ field, state }: { field: Field; state: FieldState }) {
  const { t } = useWords()
  const { stop: asked } = useSearch({ from: '/$municipality/my-day/drive' })
  const { stops, open, ended, next } = useRound(field, state)
  const { run, busy, failed } = useDoing()
  const { day, crew } = state.day!.day
  const shown = stops.find(({ asset, state: is }) => asset === asked && is !== 'done') ?? next
  return (
    <>
      <ScreenHead
        title={crew!}
        lead={t('round.lead', { done: ended.length, all: stops.length, left: open.length })}
      />
      <progress className="round-progress" max={stops.length} value={ended.length} aria-label={crew!} />
      <SendingBar state={state} />
      {failed && (
        <p className="remark" role="alert">
          {t('field.not-kept')}
        </p>
      )}
      {shown ? (
        <NextStop
          key={shown.key}
          stop={shown}
          place={stops.indexOf(shown) + 1}
          isNext={shown === next}
          busy={busy}
          onChange={(command) => run(() => field.changeRound(day, crew!, command))}
        />
      ) : (
        <RoundReport stops={stops} />
      )}
      {!shown && open.length > 0 && (
        <section className="card" aria-labelledby="left-out">
          <h2 id="left-out">{t('round.left-out')}</h2>
          <ul className="crews">
            {open.map(({ key, title, asset, visit }) => (
              <li key={key}>
                <Button
                  isDisabled={busy || asset === null}
                  onPress={() => {
                    const takeUp = { type: 'take-up', asset: asset!, order: visit?.order.id ?? null } as const
                    void run(() => field.changeRound(day, crew!, takeUp))
                  }}
                >
                  {t('round.take-up', { title })}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
