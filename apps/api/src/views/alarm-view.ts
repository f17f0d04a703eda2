import { type AlarmSuppression, formatTime } from '@driftbild/core'
import type { AlarmRow } from '@driftbild/store'
import type { AlarmView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import { viewSubject } from './subject.ts'

export function viewAlarm(
  picture: Picture,
  alarm: AlarmRow,
  suppression: AlarmSuppression | null = null,
): AlarmView {
  const { subjectName, service } = viewSubject(picture, { type: 'asset', tag: alarm.asset }, alarm.rule.mode)
  const unit = picture.signals.get(alarm.rule.signal)?.signal.unit
  return {
    id: alarm.id,
    rule: alarm.rule,
    asset: alarm.asset,
    assetName: subjectName,
    service,
    priority: alarm.rule.priority,
    mode: alarm.rule.mode,
    raisedAt: formatTime(alarm.raisedAt),
    clearedAt: alarm.clearedAt === null ? null : formatTime(alarm.clearedAt),
    acknowledged: alarm.acknowledged,
    shelvedUntil: alarm.shelvedUntil === null ? null : formatTime(alarm.shelvedUntil),
    value: alarm.value,
    ...(unit !== undefined && { unit }),
    fault: alarm.fault,
    suppressed: suppression && {
      kind: suppression.kind,
      reason: suppression.reason,
      until: suppression.kind === 'out-of-service' ? formatTime(suppression.until) : null,
    },
  }
}
