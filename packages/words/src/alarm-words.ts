import type { AlarmRule, FaultMode, Unit } from '@driftbild/core'
import type { Format } from './format.ts'
import { shownUnit } from './shown-unit.ts'
import type { Words } from './translate.ts'

/** As much of a rule as its words need. */
export interface RuleToTell {
  rule: AlarmRule
  assetName: string
  /** Of the rule's limit, and of the value that passed it: the signal's. */
  unit?: Unit | undefined
}

export interface AlarmToTell extends RuleToTell {
  mode: FaultMode
  value: number | null
}

/** What happened, where, in one plain sentence: which quantity passed which limit. */
export function alarmWords(alarm: AlarmToTell, words: Words, f: Format): string {
  const { t } = words
  const { rule, value, assetName } = alarm
  if (rule.condition === 'equals' || value === null) {
    return t('alarm.condition', { mode: t(`mode.${alarm.mode}`), asset: assetName })
  }
  const { role, withUnit } = quantityOf(alarm, words, f)
  return t(`alarm.${rule.condition}`, {
    role,
    asset: assetName,
    value: withUnit(value),
    limit: withUnit(rule.limit),
  })
}

/** What would raise the alarm: "Tryck under 2,00 bar", or of a state what it means. */
export function ruleWords(told: RuleToTell, words: Words, f: Format): string {
  const { rule } = told
  if (rule.condition === 'equals') return words.t(`mode.${rule.mode}`)
  const { role, withUnit } = quantityOf(told, words, f)
  return words.t(`alarm-rule.${rule.condition}`, { role, limit: withUnit(rule.limit) })
}

/** The same with whose alarm it is. */
export const ruleOfAsset = (told: RuleToTell, words: Words, f: Format): string =>
  words.t('alarm-rule.of', { rule: ruleWords(told, words, f), asset: told.assetName })

function quantityOf({ rule, unit }: RuleToTell, { find }: Words, f: Format) {
  const shown = unit && shownUnit(rule.signal, unit)
  const bare = shown ? (find(`unit.${shown}`) ?? shown) : ''
  // What rises or falls does so per hour.
  const perHour = rule.window === null ? '' : '/h'
  // A number and its unit stay on one line.
  const symbol = bare || perHour ? `\u00a0${bare}${perHour}` : ''
  return {
    role: find(`role.${rule.signal.slice(rule.signal.lastIndexOf('/') + 1)}`) ?? rule.signal,
    withUnit: (n: number) => `${f.value(n, shown ?? '')}${symbol}`,
  }
}
