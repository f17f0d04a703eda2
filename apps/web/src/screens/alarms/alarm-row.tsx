import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { type AlarmView, useAlarmAction } from '../../data/alarms.ts'
import { callsForPerson } from '../../frame/calls.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { ServiceIcon } from '../../signs/icon.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useNow } from '../../ui/now.ts'
import { ProblemLine } from '../../ui/problem-line.tsx'
import { AlarmSentence } from './alarm-sentence.tsx'
import { OutOfServiceDialog } from './out-of-service.tsx'
import { ShelveDialog } from './shelve-dialog.tsx'

interface AlarmRowProps {
  alarm: AlarmView
  /** The first of a group: what happened first. */
  firstOut?: boolean
  /** Why it is where it is. */
  note?: ReactNode
}

export function AlarmRow({ alarm, firstOut = false, note }: AlarmRowProps) {
  const { t, f } = useWords()
  const { code, may } = useHere()
  const now = useNow()
  const [shelving, setShelving] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const action = useAlarmAction(code)
  const shelved = alarm.shelvedUntil !== null && Date.parse(alarm.shelvedUntil) > now
  const calls = callsForPerson(alarm, now)
  const active = alarm.clearedAt === null
  return (
    <li className="row" data-calls={calls || undefined}>
      <StateMark
        state={active && !shelved && alarm.suppressed === null ? alarm.priority : 'normal'}
        size={22}
      />
      <div className="row-main">
        <Link
          className="row-title"
          to="/$municipality/map"
          params={{ municipality: code }}
          search={{ asset: alarm.asset, prediction: undefined }}
        >
          <AlarmSentence alarm={alarm} />
        </Link>
        <p className="row-facts">
          <span>{alarm.asset}</span>
          <span>{t(`priority.${alarm.priority}`)}</span>
          <span>{t(`mode.${alarm.mode}`)}</span>
          <span className="with-icon">
            <ServiceIcon of={alarm.service} size={16} />
            {t(`service.${alarm.service}`)}
          </span>
          <span>
            {active
              ? t('alarm.since', { at: f.moment(alarm.raisedAt) })
              : f.range(alarm.raisedAt, alarm.clearedAt!)}
          </span>
          {active && <Moment at={alarm.raisedAt} relative />}
        </p>
        <p className="row-facts">
          <span>
            {active
              ? t(alarm.acknowledged ? 'alarm.acknowledged' : 'alarm.unacknowledged')
              : t('alarm.cleared')}
          </span>
          {firstOut && <span className="chip">{t('group.first')}</span>}
          {alarm.suppressed && (
            <span>{t(`suppressed.${alarm.suppressed.kind}`, { reason: alarm.suppressed.reason })}</span>
          )}
          {shelved && <span>{t('alarm.shelved-until', { at: f.moment(alarm.shelvedUntil!) })}</span>}
          {alarm.fault !== null && (
            <Link to="/$municipality/faults/$id" params={{ municipality: code, id: alarm.fault }}>
              {t('alarm.fault')}
            </Link>
          )}
        </p>
        {note}
        <ProblemLine error={action.error} />
      </div>
      {may('acknowledge-alarm', alarm.service) && active && (
        <div className="row-actions">
          {!alarm.acknowledged && (
            <Button
              look={calls && alarm.priority === 'critical' ? 'strong' : 'plain'}
              isPending={action.isPending}
              onPress={() => action.mutate({ id: alarm.id, action: { type: 'acknowledge' } })}
            >
              {t('alarm.acknowledge')}
            </Button>
          )}
          {shelved ? (
            <Button onPress={() => action.mutate({ id: alarm.id, action: { type: 'unshelve' } })}>
              {t('alarm.unshelve')}
            </Button>
          ) : (
            <Button onPress={() => setShelving(true)}>{t('alarm.shelve')}</Button>
          )}
          {alarm.suppressed === null && (
            <Button look="quiet" onPress={() => setLeaving(true)}>
              {t('out-of-service.take')}
            </Button>
          )}
        </div>
      )}
      {leaving && <OutOfServiceDialog alarm={alarm} onClose={() => setLeaving(false)} />}
      <ShelveDialog
        alarm={alarm}
        open={shelving}
        onClose={() => setShelving(false)}
        onShelve={(until, reason) => {
          setShelving(false)
          action.mutate({ id: alarm.id, action: { type: 'shelve', until, reason } })
        }}
      />
    </li>
  )
}
