import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type RoundDay, roundDayQuery } from '../../data/rounds.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { useNow } from '../../ui/now.ts'
import { readNumber } from '../../ui/read-number.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { RoundEditor } from './round-editor.tsx'
import { freeName } from './round-plan.ts'

const INTERVAL = { ordinary: 14, most: 31 } as const

/** Rounds of a day: which containers are due, who drives them and in which order. */
export function RoundsScreen() {
  const { t } = useWords()
  const { code, zone } = useHere()
  const navigate = useNavigate()
  const search = useSearch({ from: '/$municipality/rounds' })
  const today = dateIn(zone, useNow())
  const day = search.day !== undefined && search.day >= today ? search.day : today
  const [typed, setTyped] = useState(String(INTERVAL.ordinary))
  const number = readNumber(typed)
  const interval = number !== null && number >= 1 && number <= INTERVAL.most ? Math.round(number) : null
  const query = useQuery({
    ...roundDayQuery(code, day, interval ?? INTERVAL.ordinary),
    placeholderData: (before) => (before?.day === day ? before : undefined),
  })
  const due = query.data?.containers.filter((container) => container.due !== null).length
  return (
    <div className="screen">
      <ScreenHead title={t('rounds.title')} lead={due !== undefined && t('rounds.lead', { count: due })}>
        <Field label={t('rounds.day')}>
          {(ids) => (
            <input
              {...ids}
              type="date"
              min={today}
              value={day}
              onChange={(event) =>
                navigate({
                  to: '/$municipality/rounds',
                  params: { municipality: code },
                  search: { day: event.target.value || undefined },
                })
              }
            />
          )}
        </Field>
        <Field label={t('rounds.interval')}>
          {(ids) => (
            <input
              {...ids}
              className="short"
              inputMode="numeric"
              value={typed}
              aria-invalid={interval === null}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </ScreenHead>
      <Loaded query={query} skeleton={<SkeletonRows rows={6} height={64} />}>
        {(data) =>
          data.containers.length === 0 ? (
            <Empty title={t('rounds.no-containers')}>{t('rounds.no-containers.what')}</Empty>
          ) : (
            <Planning key={data.day} of={data} />
          )
        }
      </Loaded>
    </div>
  )
}

/** The rounds that there are, and the one that is being planned. */
function Planning({ of }: { of: RoundDay }) {
  const { t } = useWords()
  const free = () => freeName(of, (number) => t('rounds.vehicle', { number }))
  // Saved under another name it is still the same plan; what is opened is another one.
  const [plan, setPlan] = useState(() => ({ key: 0, name: free() }))
  const open = (name: string) => setPlan({ key: plan.key + 1, name })
  return (
    <>
      {of.rounds.length > 0 && (
        <section aria-labelledby="rounds-planned">
          <h2 id="rounds-planned">{t('rounds.planned')}</h2>
          <ul className="plain-rows">
            {of.rounds.map((round) => {
              const driver = of.drivers.find(({ id }) => id === round.crew)
              const done = round.stops.filter(({ visitedAt }) => visitedAt !== null).length
              return (
                <li key={round.id}>
                  <strong>{round.name}</strong>
                  {driver && <span>{driver.name}</span>}
                  <span className="quiet">{t('rounds.stops', { count: round.stops.length, done })}</span>
                  <Button
                    aria-pressed={plan.name === round.name}
                    aria-label={t('rounds.open', { name: round.name })}
                    onPress={() => open(round.name)}
                  >
                    {t('rounds.change')}
                  </Button>
                </li>
              )
            })}
            <li>
              <Button onPress={() => open(free())}>{t('rounds.new')}</Button>
            </li>
          </ul>
        </section>
      )}
      <RoundEditor key={plan.key} of={of} name={plan.name} onSaved={(name) => setPlan({ ...plan, name })} />
    </>
  )
}

/** 2026-05-04, by the municipality's clocks. */
const dateIn = (zone: string, now: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(now)
