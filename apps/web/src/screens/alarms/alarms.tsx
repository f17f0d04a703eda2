import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
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
import { inOrder } from './alarm-order.ts'
import { AlarmRow } from './alarm-row.tsx'

export function AlarmsScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const navigate = useNavigate()
  const { show } = useSearch({ from: '/$municipality/alarms' })
  const alarms = useInfiniteQuery(alarmsQuery(code, show !== 'all'))
  const now = useNow()
  const items = inOrder(allItems(alarms.data), now)
  const waiting = items.filter((alarm) => callsForPerson(alarm, now)).length
  return (
    <div className="screen">
      <ScreenHead
        title={t('nav.alarms')}
        lead={alarms.data && t('alarms.lead', { waiting, all: items.length })}
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
    </div>
  )
}
