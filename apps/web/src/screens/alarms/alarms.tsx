import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type AlarmGroupView, alarmGroupsQuery } from '../../data/alarm-tools.ts'
import { alarmsQuery } from '../../data/alarms.ts'
import { allItems } from '../../data/page.ts'
import { callsForPerson } from '../../frame/calls.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { useNow } from '../../ui/now.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { AlarmGroup } from './alarm-groups.tsx'
import { inOrder } from './alarm-order.ts'
import { AlarmPlaces } from './alarm-places.tsx'
import { AlarmRow } from './alarm-row.tsx'
import { groupsInOrder } from './group-order.ts'
import { Suppressions } from './out-of-service.tsx'
import { SoundChoice } from './sound-choice.tsx'

/** Alarms that stand, behind what caused them; or all there were, one by one. */
export function AlarmsScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const navigate = useNavigate()
  const { show } = useSearch({ from: '/$municipality/alarms' })
  const groups = useQuery({ ...alarmGroupsQuery(code), enabled: show !== 'all' })
  const now = useNow()
  const all = (groups.data ?? []).flatMap(alarmsIn)
  const waiting = all.filter((alarm) => callsForPerson(alarm, now)).length
  return (
    <div className="screen">
      <ScreenHead
        title={t('nav.alarms')}
        lead={groups.data && show !== 'all' && t('alarms.lead', { waiting, all: all.length })}
      >
        <ShowChoice
          label={t('show.label')}
          value={show ?? 'active'}
          options={[
            { value: 'active', label: t('alarms.active') },
            { value: 'all', label: t('show.all') },
          ]}
          onChange={(value) =>
            navigate({
              to: '/$municipality/alarms',
              params: { municipality: code },
              search: { show: value === 'all' ? 'all' : undefined },
            })
          }
        />
      </ScreenHead>
      <AlarmPlaces />
      {show === 'all' ? (
        <AllAlarms />
      ) : (
        <Loaded query={groups} skeleton={<SkeletonRows rows={6} height={76} />}>
          {(loaded) =>
            loaded.length === 0 ? (
              <Empty title={t('alarms.none')}>{t('alarms.none.what')}</Empty>
            ) : (
              <ul className="rows">
                {groupsInOrder(loaded, now).map((group) => (
                  <AlarmGroup key={keyOf(group)} group={group} />
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
      <Suppressions />
      <SoundChoice />
    </div>
  )
}

function AllAlarms() {
  const { t } = useWords()
  const { code } = useHere()
  const alarms = useInfiniteQuery(alarmsQuery(code, false))
  const items = inOrder(allItems(alarms.data), useNow())
  return (
    <>
      <Loaded query={alarms} skeleton={<SkeletonRows rows={6} height={76} />}>
        {() =>
          items.length === 0 ? (
            <Empty title={t('alarms.none')}>{t('alarms.none.what')}</Empty>
          ) : (
            <ul className="rows">
              {items.map((alarm) => (
                <AlarmRow key={alarm.id} alarm={alarm} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton query={alarms} />
    </>
  )
}

const alarmsIn = ({ cause, followers }: AlarmGroupView) => [
  ...(cause.type === 'alarm' ? [cause.alarm] : []),
  ...followers.map(({ alarm }) => alarm),
]

const keyOf = ({ cause }: AlarmGroupView): string => (cause.type === 'alarm' ? cause.alarm.id : cause.asset)
