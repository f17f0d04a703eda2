import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { AlarmPlaces } from '../alarms/alarm-places.tsx'
import { Channels } from './channels.tsx'
import { Deliveries } from './deliveries.tsx'
import { NoticeRules } from './notice-rules.tsx'
import { Shifts } from './shifts.tsx'

/** Who is told of alarms, by which ways, and how that went. Where nothing is set up nobody is told. */
export function OnCallScreen() {
  const { t } = useWords()
  const { may } = useHere()
  return (
    <div className="screen">
      <ScreenHead title={t('alarms.on-call')} lead={t('on-call.lead')} />
      <AlarmPlaces />
      <Shifts />
      <NoticeRules />
      {may('manage-notices') && <Channels />}
      {may('manage-rota') && <Deliveries />}
    </div>
  )
}
