import { isOpen } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import {
  type LampGroupView,
  type LightingPlanView,
  lightingPlanQuery,
  useAcceptGroup,
} from '../../data/lighting.ts'
import { useOrderCommands } from '../../data/work-orders.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'

const ROWS = 25
type Which = 'proposed' | 'all'

/** Streets to change together, those that save most first, with why and what it costs to wait. */
export function Proposals({ plan }: { plan: LightingPlanView }) {
  const { t } = useWords()
  const proposed = plan.groups.filter((group) => group.year !== null || group.order !== null)
  const [which, setWhich] = useState<Which>(proposed.length > 0 ? 'proposed' : 'all')
  const [shown, setShown] = useState(ROWS)
  const groups = which === 'proposed' ? proposed : plan.groups
  const label = t('lamps.proposals')
  return (
    <section className="card" aria-labelledby="lamp-proposals">
      <h2 id="lamp-proposals">{label}</h2>
      <p className="lead">{t('lamps.proposals.what', { count: proposed.length, years: plan.horizon })}</p>
      <ShowChoice<Which>
        label={t('lamps.show')}
        value={which}
        onChange={setWhich}
        options={[
          { value: 'proposed', label: t('lamps.show.proposed') },
          { value: 'all', label: t('lamps.show.all') },
        ]}
      />
      {groups.length > 0 && <GroupTable groups={groups.slice(0, shown)} label={label} />}
      {shown < groups.length && (
        <p className="more">
          <Button onPress={() => setShown(shown + ROWS)}>{t('action.more')}</Button>
        </p>
      )}
    </section>
  )
}

function GroupTable({ groups, label }: { groups: readonly LampGroupView[]; label: string }) {
  const { t } = useWords()
  return (
    <Scrolling className="table-wide" label={label}>
      <table className="numbers">
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t('lamps.group')}</th>
            <th scope="col">{t('lamps.count')}</th>
            <th scope="col">{t('lamps.life-left')}</th>
            <th scope="col">{t('lamps.within-90')}</th>
            <th scope="col">{t('lamps.when')}</th>
            <th scope="col">{t('lamps.saving')}</th>
            <th scope="col">{t('lamps.order')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <GroupRow key={group.id} group={group} />
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}

function GroupRow({ group }: { group: LampGroupView }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const fewer = group.onFailure.failures - group.best.failures
  return (
    <tr>
      <th scope="row">
        {group.street}
        <span className="quiet">
          {' '}
          {t(`lamps.source.${group.source}`)} ·{' '}
          <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: group.cabinet }}>
            {group.cabinetName}
          </Link>
        </span>
        {group.year !== null && (
          <p className="quiet">
            {t('lamps.why', {
              failures: group.onFailure.failures,
              fewer,
              dark: group.onFailure.darkHours - group.best.darkHours,
              ...workOf(group.onFailure.crewHours - group.best.crewHours),
            })}
          </p>
        )}
      </th>
      <td>{f.number(group.lamps, 0)}</td>
      <td>{f.percent(group.lifeLeft)}</td>
      <td>{f.number(group.within90, 1)}</td>
      <td className="nowrap">
        {group.year === null
          ? t('lamps.as-they-fail')
          : group.year === 0
            ? t('lamps.this-year')
            : t('lamps.in-years', { years: group.year })}
      </td>
      <td className="nowrap">{group.year === null ? '–' : t('lamps.kronor', { amount: group.saving })}</td>
      <td>
        <GroupOrder group={group} />
      </td>
    </tr>
  )
}

/** Below this an estimate of crew hours says nothing. */
const HALF_HOUR = 0.5

const workOf = (saved: number): { work: 'fewer' | 'more' | 'same'; hours: number } => ({
  work: Math.abs(saved) < HALF_HOUR ? 'same' : saved > 0 ? 'fewer' : 'more',
  hours: Math.abs(saved),
})

/** A person makes an order of it, and may take it back while nobody has begun. */
function GroupOrder({ group }: { group: LampGroupView }) {
  const { t, locale } = useWords()
  const { code } = useHere()
  const accept = useAcceptGroup(code)
  if (group.order && isOpen(group.order.state)) return <OpenOrder order={group.order} />
  if (group.lamps < 2) return null
  return (
    <>
      {/* Not pending but off: what is announced of a pending button must outlive it, and this one gives way to a link. */}
      <Button
        isDisabled={accept.isPending}
        onPress={() => accept.mutate({ group: group.id, language: locale })}
        aria-label={t('lamps.accept.of', { street: group.street })}
      >
        {t('lamps.accept')}
      </Button>
      {accept.error && <ProblemLine error={accept.error} />}
    </>
  )
}

function OpenOrder({ order }: { order: NonNullable<LampGroupView['order']> }) {
  const { t } = useWords()
  const { code } = useHere()
  const plan = useQuery(lightingPlanQuery(code))
  const change = useOrderCommands(code, { id: order.id, revision: 0 })
  return (
    <>
      <Link to="/$municipality/orders/$id" params={{ municipality: code, id: order.id }}>
        {t('lamps.order.number', { number: order.number })}
      </Link>{' '}
      {order.state === 'draft' && (
        <Button
          look="plain"
          isDisabled={change.isPending}
          onPress={() => change.mutate({ state: 'cancelled' }, { onSuccess: () => plan.refetch() })}
          aria-label={t('lamps.undo.of', { number: order.number })}
        >
          {t('lamps.undo')}
        </Button>
      )}
      {change.error && <ProblemLine error={change.error} />}
    </>
  )
}
