import type { AlarmView } from '../../data/alarms.ts'
import type { Format } from '../../i18n/format.ts'
import { shownUnit } from '../../i18n/shown-unit.ts'
import type { Words } from '../../i18n/translate.ts'

/** What happened, where, in one plain sentence: which quantity passed which limit. */
export function alarmWords(alarm: AlarmView, { t, find }: Words, f: Format): string {
  const { rule, value } = alarm
  const unit = alarm.unit && shownUnit(rule.signal, alarm.unit)
  if (rule.condition === 'equals' || value === null) {
    return t('alarm.condition', { mode: t(`mode.${alarm.mode}`), asset: alarm.assetName })
  }
  const role = find(`role.${rule.signal.slice(rule.signal.lastIndexOf('/') + 1)}`) ?? rule.signal
  const symbol = unit ? ` ${find(`unit.${unit}`) ?? unit}` : ''
  const withUnit = (n: number) => `${f.value(n, unit ?? '')}${symbol}`
  return t(`alarm.${rule.condition}`, {
    role,
    asset: alarm.assetName,
    value: withUnit(value),
    limit: withUnit(rule.limit),
  })
}
