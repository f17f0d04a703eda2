import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import type { Field, FieldState } from '../../offline/field.ts'
import type { SeenStop } from '../../offline/seen-round.ts'
import { Icon } from '../../signs/icon.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { ScanButton } from '../report/scan-button.tsx'
import { PlaceCard } from './place-card.tsx'
import { RoundReport } from './round-report.tsx'
import { SendingBar } from './sending-bar.tsx'
import { StopOrder } from './stop-order.tsx'
import { useRound } from './use-round.ts'
import { VisitCard } from './visit-card.tsx'

/** A crew's day in the order of its round: what is still to be done, then what is over. */
export function DayRound({ field, state }: { field: Field; state: FieldState }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const { stops, open, ended, next, move } = useRound(field, state)
  const [ordering, setOrdering] = useState(false)
  const { day, crew } = state.day!.day
  const movable = open.filter(({ asset }) => asset !== null)
  return (
    <>
      <ScreenHead
        title={t('nav.my-day')}
        lead={t('my-day.lead', {
          ...{ crew: crew!, day: f.day(`${day}T12:00:00Z`) },
          ...{ open: open.length, all: stops.length },
        })}
      />
      <SendingBar state={state} />
      {stops.length === 0 && <Empty title={t('my-day.none')}>{t('my-day.none.what')}</Empty>}
      {stops.length > 0 && !next && <RoundReport stops={stops} />}
      {open.length > 0 && !ordering && (
        <div className="field-actions">
          <Link
            className="button strong"
            to="/$municipality/my-day/drive"
            params={{ municipality: code }}
            search={{ stop: undefined }}
          >
            <Icon name="navigate" size={20} />
            {t('round.drive')}
          </Link>
          <ScanStop stops={stops} />
        </div>
      )}
      {ordering ? (
        <StopOrder
          stops={movable}
          move={(from, to) => move(open.indexOf(movable[from]!), open.indexOf(movable[to]!))}
        />
      ) : (
        <ol className="visits">
          {open.map((stop, i) => (
            <StopCard key={stop.key} stop={stop} place={i + 1} isNext={stop === next} />
          ))}
        </ol>
      )}
      {movable.length > 1 && (
        <div className="field-actions">
          <Button aria-pressed={ordering} onPress={() => setOrdering(!ordering)}>
            {t(ordering ? 'my-day.order.done' : 'my-day.order')}
          </Button>
        </div>
      )}
      {ended.length > 0 && (
        <section className="made" aria-labelledby="ended">
          <h2 id="ended">{t('my-day.ended', { count: ended.length })}</h2>
          <ol className="visits">
            {ended.map((stop) => (
              <StopCard key={stop.key} stop={stop} place={null} isNext={false} />
            ))}
          </ol>
        </section>
      )}
    </>
  )
}

function StopCard({ stop, place, isNext }: { stop: SeenStop; place: number | null; isNext: boolean }) {
  return stop.visit ? (
    <VisitCard visit={stop.visit} place={place} isNext={isNext} />
  ) : (
    <PlaceCard stop={stop} place={place} isNext={isNext} />
  )
}

/** The sign at the place leads to its order; a sign of something else to a report about it. */
function ScanStop({ stops }: { stops: readonly SeenStop[] }) {
  const { code } = useHere()
  const navigate = useNavigate()
  return (
    <ScanButton
      onTag={(tag) => {
        const params = { municipality: code }
        const visit = stops.find(({ asset }) => asset === tag)?.visit
        if (visit)
          void navigate({ to: '/$municipality/my-day/$id', params: { ...params, id: visit.order.id } })
        else if (stops.some(({ asset }) => asset === tag))
          void navigate({ to: '/$municipality/my-day/drive', params, search: { stop: tag } })
        else void navigate({ to: '/$municipality/report', params, search: { asset: tag } })
      }}
    />
  )
}
