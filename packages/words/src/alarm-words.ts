import type { AlarmRule, FaultMode, Unit } from '@driftbild/core'
import type { Format } from './format.ts'
import { shownUnit } from './shown-unit.ts'
import type { Words } from './translate.ts'

/** As much of an alarm as its sentence needs. */
export interface AlarmToTell {
  rule: AlarmRule
  mode: FaultMode
  assetName: string
  value: number | null
  /** Of the value and of the rule's limit. */
  unit?: Unit | undefined
}

/** What happened, where, in one plain sentence: which quantity passed which limit. */
export function alarmWords(alarm: AlarmToTell, { t, find }: Words, f: Format): string {
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
