import { useEffect, useRef, useState } from 'react'
import { problemOf } from '../../data/http.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { Field, FieldState } from '../../offline/field.ts'
import { isEnded, seenDay } from '../../offline/overlay.ts'
import { useField } from '../../offline/use-field.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, ProblemWords, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { CrewChoice } from './crew-choice.tsx'
import { SendingBar } from './sending-bar.tsx'
import { VisitCard } from './visit-card.tsx'

/** A crew's start: today's orders in the order of the round, from this phone, with or without coverage. */
export function MyDayScreen() {
  const { t } = useWords()
  const { field, state } = useField()
  return (
    <div className="screen field">
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
  const { user, fieldWorker } = useHere()
  const take = useTaking(field)
  const [ordering, setOrdering] = useState(false)
  const asked = useRef(false)
  const { day: kept } = state
  const crew = kept?.day.crew ?? null
  // Whoever comes here with coverage has the day anew without asking for it.
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void take.run(crew)
  }, [crew, take])
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
  const visits = seenDay(kept.day, state, user.id)
  const [open, ended] = [visits.filter((v) => !isEnded(v.order)), visits.filter((v) => isEnded(v.order))]
  const next = open.find((visit) => !visit.stop?.skipped)
  const move = (from: number, to: number) => {
    const turned = open.flatMap(({ asset, order }) => (asset ? [{ asset: asset.tag, order: order.id }] : []))
    const [moved] = turned.splice(from, 1)
    if (moved) turned.splice(to, 0, moved)
    return field.changeRound(kept.day.day, crew!, { type: 'reorder', stops: turned })
  }
  return (
    <>
      <ScreenHead
        title={t('nav.my-day')}
        lead={
          crew === null
            ? t('my-day.whose')
            : t('my-day.lead', {
                crew,
                day: f.day(`${kept.day.day}T12:00:00Z`),
                open: open.length,
                all: visits.length,
              })
        }
      />
      <SendingBar state={state} />
      {crew === null ? (
        <CrewChoice crews={kept.day.crews} own={fieldWorker} onChoose={(name) => take.run(name)} />
      ) : (
        <>
          {visits.length === 0 && <Empty title={t('my-day.none')}>{t('my-day.none.what')}</Empty>}
          <ol className="visits">
            {open.map((visit, i) => (
              <VisitCard
                key={visit.order.id}
                visit={visit}
                place={i + 1}
                isNext={visit === next}
                move={
                  ordering && visit.asset
                    ? { up: i > 0, down: i < open.length - 1, to: (by) => move(i, i + by) }
                    : null
                }
              />
            ))}
          </ol>
          {ended.length > 0 && (
            <section aria-labelledby="ended">
              <h2 id="ended">{t('my-day.ended', { count: ended.length })}</h2>
              <ol className="visits">
                {ended.map((visit) => (
                  <VisitCard key={visit.order.id} visit={visit} place={null} isNext={false} move={null} />
                ))}
              </ol>
            </section>
          )}
          <footer className="field-actions">
            {open.length > 1 && (
              <Button aria-pressed={ordering} onPress={() => setOrdering(!ordering)}>
                {t(ordering ? 'my-day.order.done' : 'my-day.order')}
              </Button>
            )}
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
