import { useEffect, useRef, useState } from 'react'
import { problemOf } from '../../data/http.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { Field, FieldState } from '../../offline/field.ts'
import { useField } from '../../offline/use-field.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemWords, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { CrewChoice } from './crew-choice.tsx'
import { DayRound } from './day-round.tsx'
import { SendingBar } from './sending-bar.tsx'

/** A crew's start: today's orders in the order of the round, from this phone, with or without coverage. */
export function MyDayScreen() {
  const { t } = useWords()
  const { field, state } = useField()
  return (
    <div className="screen outdoors">
      {state ? (
        <Day field={field} state={state} />
      ) : (
        <div aria-busy="true">
          <ScreenHead title={t('nav.my-day')} />
          <SkeletonRows rows={4} height={96} />
        </div>
      )}
    </div>
  )
}

function Day({ field, state }: { field: Field; state: FieldState }) {
  const { t, f } = useWords()
  const { fieldWorker } = useHere()
  const take = useTaking(field)
  const asked = useRef(false)
  const { day: kept } = state
  const crew = kept?.day.crew ?? null
  // Whoever comes here with coverage has the day anew without asking for it.
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void take.run(crew)
  }, [crew, take])
  // Whoever was given a round starts in it; who then looks for another one isn't led back.
  const led = useRef(false)
  const own = kept?.day.own ?? []
  const only = own.length === 1 ? own[0]! : null
  useEffect(() => {
    if (!led.current && kept && crew === null && only !== null) void take.run(only)
    if (kept && (crew !== null || only !== null)) led.current = true
  }, [kept, crew, only, take])
  if (!kept)
    return (
      <>
        <ScreenHead title={t('nav.my-day')} />
        {take.error ? (
          <>
            <p className="remark" role="status">
              <ProblemWords error={take.error} />
            </p>
            <Button look="strong" onPress={() => take.run(null)} isDisabled={take.busy}>
              {t('my-day.take')}
            </Button>
          </>
        ) : (
          <SkeletonRows rows={4} height={96} />
        )}
      </>
    )
  return (
    <>
      {crew === null ? (
        <>
          <ScreenHead title={t('nav.my-day')} lead={t('my-day.whose')} />
          <SendingBar state={state} />
          <CrewChoice
            crews={[...new Set([...own, ...kept.day.crews])]}
            own={fieldWorker}
            onChoose={(name) => take.run(name)}
          />
        </>
      ) : (
        <>
          <DayRound field={field} state={state} />
          <footer className="field-actions">
            <Button onPress={() => take.run(crew)} isDisabled={take.busy}>
              {t('my-day.take')}
            </Button>
            <Button onPress={() => take.run(null)} isDisabled={take.busy}>
              {t('my-day.other-crew')}
            </Button>
          </footer>
        </>
      )}
      <p className="quiet" role="status">
        {t('my-day.taken')} <Moment at={new Date(kept.takenAt).toISOString()} relative ours />.{' '}
        {state.area && state.area.done < state.area.of
          ? t('my-day.area', { share: f.percent(state.area.done / state.area.of) })
          : state.area
            ? t('my-day.area.done')
            : ''}{' '}
        {state.documents && state.documents.done < state.documents.of
          ? t('my-day.documents', { ...state.documents })
          : state.documents
            ? t('my-day.documents.done', { count: state.documents.of })
            : ''}{' '}
        {take.error ? <TakingFailed error={take.error} /> : null}
      </p>
    </>
  )
}

/** Without coverage the day is simply the one that was fetched. */
function TakingFailed({ error }: { error: unknown }) {
  const { t } = useWords()
  return problemOf(error).status === 0 ? t('my-day.offline') : <ProblemWords error={error} />
}

/** Fetching the day; what went wrong is a remark below the day that is there. */
function useTaking(field: Field) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [run] = useState(() => async (crew: string | null) => {
    setBusy(true)
    try {
      await field.takeDay(crew)
      setError(null)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  })
  return { run, busy, error }
}
