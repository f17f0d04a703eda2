import { lazy, type SetStateAction, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react'
import { type RoundDay, useOrderStops, usePlanRound } from '../../data/rounds.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { StopOrder } from '../my-day/stop-order.tsx'
import { ContainerList, nameOf } from './container-list.tsx'
import {
  dueAndFree,
  inOrderOf,
  litresIn,
  onOtherRounds,
  roundBegun,
  withStop,
  withTurned,
} from './round-plan.ts'

// MapLibre comes with the first map that is drawn.
const RoundMap = lazy(() => import('../../map/round-map.tsx').then((m) => ({ default: m.RoundMap })))

interface RoundEditorProps {
  of: RoundDay
  /** Of the round that is planned: it may be on the road already. */
  name: string
  onSaved: (name: string) => void
}

/** One round: ticked in the list or on the map, in a good order that a person may turn, saved for who drives it. */
export function RoundEditor({ of, name: first, onSaved }: RoundEditorProps) {
  const { t, f } = useWords()
  const { code } = useHere()
  const names = useId()
  const begun = roundBegun(of, first)
  const [name, setName] = useState(first)
  const [stops, setStops] = useState<readonly string[]>(() => begun?.open ?? dueAndFree(of))
  const [driver, setDriver] = useState(begun?.driver ?? '')
  const [depot, setDepot] = useState(of.depots[0]?.tag ?? '')
  const order = useOrderStops(code, of.day)
  const plan = usePlanRound(code, of.day)
  const containers = useMemo(() => new Map(of.containers.map((one) => [one.tag, one])), [of])
  const chosen = useMemo(() => new Set(stops), [stops])
  const start = of.depots.find(({ tag }) => tag === depot)?.position ?? null

  const arrange = (tags: readonly string[]) =>
    order.mutate(
      { stops: tags, depot: depot || null },
      { onSuccess: (answer) => setStops((now) => inOrderOf(answer.stops, now)) },
    )
  const change = (next: SetStateAction<readonly string[]>) => {
    plan.reset()
    order.reset()
    setStops(next)
  }
  const toggle = (tag: string) => change((now) => withStop(now, tag, !now.includes(tag)))
  // What is proposed comes in a good order; what somebody has already planned stays as it is.
  const proposed = useRef(begun === null)
  useEffect(() => {
    if (!proposed.current) return
    proposed.current = false
    if (stops.length > 1) arrange(stops)
  })

  const other = name.trim() === first ? null : roundBegun(of, name.trim())
  const load = litresIn(stops.flatMap((tag) => containers.get(tag) ?? []))
  return (
    <form
      className="round-editor"
      aria-label={t('rounds.editor', { name })}
      onSubmit={(event) => {
        event.preventDefault()
        const body = { id: crypto.randomUUID(), name: name.trim(), stops: [...stops], driver: driver || null }
        plan.mutate(body, { onSuccess: () => onSaved(body.name) })
      }}
    >
      <h2 className="paper-only">
        {[name, of.drivers.find(({ id }) => id === driver)?.name, f.day(`${of.day}T12:00:00Z`)]
          .filter(Boolean)
          .join(' · ')}
      </h2>
      <div className="round-who">
        <Field label={t('rounds.name')} hint={t('rounds.name.hint')}>
          {(ids) => (
            <>
              <input
                {...ids}
                required
                maxLength={200}
                list={names}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <datalist id={names}>
                {of.crews.map((crew) => (
                  <option key={crew} value={crew} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Select
          label={t('rounds.driver')}
          value={driver}
          onChange={(id) => {
            plan.reset()
            setDriver(id)
          }}
          none={t('rounds.no-driver')}
          options={of.drivers.map((one) => ({ value: one.id, label: one.name }))}
        />
        {of.depots.length > 0 && (
          <Select
            label={t('rounds.depot')}
            value={depot}
            onChange={(tag) => {
              order.reset()
              setDepot(tag)
            }}
            none={t('rounds.no-depot')}
            options={of.depots.map((one) => ({ value: one.tag, label: one.name }))}
          />
        )}
      </div>
      <Suspense fallback={<div className="skeleton round-map" />}>
        <RoundMap
          containers={of.containers}
          stops={stops}
          depot={start}
          label={t('rounds.map')}
          onToggle={toggle}
        />
      </Suspense>
      <div className="round-columns">
        <ContainerList
          containers={of.containers}
          stops={chosen}
          taken={onOtherRounds(of, name)}
          onToggle={toggle}
        />
        <section aria-labelledby="round-order">
          <header>
            <h2 id="round-order">{t('rounds.order')}</h2>
            <div className="form-actions">
              <Button isDisabled={stops.length === 0} onPress={() => change([])}>
                {t('rounds.clear')}
              </Button>
              <Button
                isDisabled={stops.length < 2}
                isPending={order.isPending}
                onPress={() => arrange(stops)}
              >
                {t('rounds.arrange')}
              </Button>
            </div>
          </header>
          <p role="status">
            {t('rounds.sum', { count: stops.length, load: f.number(load / 1000, 1) })}
            {order.data && ` ${t('rounds.metres', { km: f.number(order.data.metres / 1000, 1) })}`}
          </p>
          {begun !== null && begun.begun > 0 && (
            <p className="hint">{t('rounds.begun', { count: begun.begun })}</p>
          )}
          <ProblemLine error={order.error} />
          {stops.length > 0 && (
            <StopOrder
              stops={stops.map((tag) => {
                const container = containers.get(tag)
                return { key: tag, title: container ? nameOf(container) : tag }
              })}
              move={(from, to) => {
                order.reset()
                setStops(withTurned(stops, from, to))
                return Promise.resolve()
              }}
            />
          )}
        </section>
      </div>
      {other && (
        <p className="hint">{t('rounds.replaces', { name: name.trim(), count: other.open.length })}</p>
      )}
      <ProblemLine error={plan.error} />
      <footer className="form-actions">
        <Button
          look="strong"
          type="submit"
          isPending={plan.isPending}
          isDisabled={name.trim() === '' || (stops.length === 0 && begun === null)}
        >
          {t('rounds.save')}
        </Button>
        {plan.isSuccess && <p role="status">{t('rounds.saved', { name })}</p>}
      </footer>
    </form>
  )
}
