import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AlarmGroupView } from '../../data/alarm-tools.ts'
import { useAlarmAction } from '../../data/alarms.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { StateMark } from '../../signs/state-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { AlarmRow } from './alarm-row.tsx'

/** One cause, and behind it what followed; the followers are there for whoever wants them. */
export function AlarmGroup({ group }: { group: AlarmGroupView }) {
  const { t } = useWords()
  const { cause, followers } = group
  const [open, setOpen] = useState(false)
  const first = cause.type === 'alarm' && <AlarmRow alarm={cause.alarm} firstOut={followers.length > 0} />
  if (followers.length === 0) return first
  return (
    <>
      {first || <SilenceCause cause={cause as Extract<typeof cause, { type: 'silence' }>} />}
      <li className="row followers">
        <Button look="quiet" aria-expanded={open} onPress={() => setOpen(!open)}>
          {t('group.followers', { count: followers.length })}
        </Button>
        {open && (
          <ol className="follower-list">
            {followers.map((follower) => (
              <FollowerRow key={follower.alarm.id} follower={follower} />
            ))}
          </ol>
        )}
      </li>
    </>
  )
}

function FollowerRow({ follower: { alarm, rule } }: { follower: AlarmGroupView['followers'][number] }) {
  const { t } = useWords()
  const { code, may } = useHere()
  const action = useAlarmAction(code)
  return (
    <AlarmRow
      alarm={alarm}
      note={
        <p className="row-facts">
          <span>{t(`group-rule.${rule}`)}</span>
          {may('acknowledge-alarm', alarm.service) && (
            <Button
              look="quiet"
              isPending={action.isPending}
              onPress={() => action.mutate({ id: alarm.id, action: { type: 'set-apart' } })}
            >
              {t('group.set-apart')}
            </Button>
          )}
        </p>
      }
    />
  )
}

function SilenceCause({
  cause: { asset, name, since },
}: {
  cause: Extract<AlarmGroupView['cause'], { type: 'silence' }>
}) {
  const { t } = useWords()
  const { code } = useHere()
  return (
    <li className="row">
      <StateMark state="stale" size={22} />
      <div className="row-main">
        <Link
          className="row-title"
          to="/$municipality/map"
          params={{ municipality: code }}
          search={{ asset, prediction: undefined }}
        >
          {t('group.silence', { name })}
        </Link>
        <p className="row-facts">
          <span>{asset}</span>
          <Moment at={since} relative />
        </p>
      </div>
    </li>
  )
}
