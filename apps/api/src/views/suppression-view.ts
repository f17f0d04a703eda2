import { type AlarmRule, formatTime } from '@driftbild/core'
import type { StoredSuppression } from '@driftbild/store'
import type { AlarmRuleView, SuppressionView } from '../contract/index.ts'
import type { Sight } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'

export function viewRule(picture: Picture, rule: AlarmRule): AlarmRuleView {
  const signal = picture.signals.get(rule.signal)?.signal
  const asset = signal?.asset ?? ''
  return {
    rule,
    asset,
    assetName: picture.assets.get(asset)?.asset.name ?? asset,
    ...(signal && { unit: signal.unit }),
  }
}

/** A rule whose asset somebody may see; null for any other. */
export function findRule(picture: Picture, sight: Sight, id: string): AlarmRuleView | null {
  const rule = picture.register.alarmRules.find((one) => one.id === id)
  if (!rule) return null
  const view = viewRule(picture, rule)
  return sight.subject({ type: 'asset', tag: view.asset }) ? view : null
}

/** Null where its assets are not for these eyes. */
export function viewSuppression(
  picture: Picture,
  sight: Sight,
  one: StoredSuppression,
  names: ReadonlyMap<string, string>,
): SuppressionView | null {
  const { id, reason, from } = one
  const common = { id, reason, from: formatTime(from), by: names.get(one.by) ?? one.by }
  if (one.kind === 'by-design') {
    const [rule, whileRule] = [findRule(picture, sight, one.rule), findRule(picture, sight, one.whileRule)]
    return rule && whileRule && { ...common, kind: one.kind, rule, whileRule }
  }
  if (!sight.subject({ type: 'asset', tag: one.asset })) return null
  const assetName = picture.assets.get(one.asset)?.asset.name ?? one.asset
  return { ...common, kind: one.kind, asset: one.asset, assetName, until: formatTime(one.until) }
}
