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
      {groups.length > 0 && (
        <ul className="rows" aria-label={label}>
          {groups.slice(0, shown).map((group) => (
            <GroupRow key={group.id} group={group} horizon={plan.horizon} />
          ))}
        </ul>
      )}
      {shown < groups.length && (
        <p className="more">
          <Button onPress={() => setShown(shown + ROWS)}>{t('action.more')}</Button>
        </p>
      )}
    </section>
  )
}

function GroupRow({ group, horizon }: { group: LampGroupView; horizon: number }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const fewer = group.onFailure.failures - group.best.failures
  return (
    <li className="row">
      <div className="row-main">
        <strong className="row-title">{group.street}</strong>
        <p className="row-facts">
          <span>{t('lamps.group.lamps', { count: group.lamps })}</span>
          <span>{t(`lamps.source.${group.source}`)}</span>
          <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag: group.cabinet }}>
            {group.cabinetName}
          </Link>
          <span>{t('lamps.group.life-left', { share: f.percent(group.lifeLeft) })}</span>
          <span>{t('lamps.group.within-90', { count: group.within90 })}</span>
        </p>
        {group.year === null ? (
          <p className="quiet">{t('lamps.group.as-they-fail')}</p>
        ) : (
          <>
            <p>{t('lamps.group.saves', { years: group.year, amount: group.saving, horizon })}</p>
            <p className="quiet">
              {t('lamps.why', {
                failures: group.onFailure.failures,
                fewer,
                dark: group.onFailure.darkHours - group.best.darkHours,
                ...workOf(group.onFailure.crewHours - group.best.crewHours),
              })}
            </p>
          </>
        )}
      </div>
      <GroupOrder group={group} />
    </li>
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
    <div className="row-actions">
      {/* Not pending but off: what is announced of a pending button must outlive it, and this one gives way to a link. */}
      <Button
        isDisabled={accept.isPending}
        onPress={() => accept.mutate({ group: group.id, language: locale })}
        aria-label={t('lamps.accept.of', { street: group.street })}
      >
        {t('lamps.accept')}
      </Button>
      {accept.error && <ProblemLine error={accept.error} />}
    </div>
  )
}

function OpenOrder({ order }: { order: NonNullable<LampGroupView['order']> }) {
  const { t } = useWords()
  const { code } = useHere()
  const plan = useQuery(lightingPlanQuery(code))
  const change = useOrderCommands(code, { id: order.id, revision: 0 })
  return (
    <div className="row-actions">
      <Link to="/$municipality/orders/$id" params={{ municipality: code, id: order.id }}>
        {t('lamps.order.number', { number: order.number })}
      </Link>
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
    </div>
  )
}
