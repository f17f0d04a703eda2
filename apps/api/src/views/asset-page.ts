import { formatTime, type Item, type Micros } from '@driftbild/core'
import type { AssetPage } from '../contract/index.ts'
import { viewLatest } from '../picture/latest-view.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'

/** All about an asset that fits on its page. */
export function viewAssetPage(
  picture: Picture,
  { asset, service, state, underWork, signals }: WatchedAsset,
  item: (Item & { installed: Micros }) | null,
): AssetPage {
  return {
    ...asset,
    service,
    state,
    underWork,
    item: item && { ...item, installed: formatTime(item.installed) },
    signals: signals.map((one) => ({
      key: one.signal.key,
      role: one.signal.role,
      unit: one.signal.unit,
      kind: one.signal.kind.type,
      range: one.signal.range,
      latest: viewLatest(one),
      limits: picture.register.alarmRules
        .filter((rule) => rule.signal === one.signal.key)
        .flatMap(({ condition, limit, priority }) =>
          condition === 'rising' || condition === 'falling' ? [] : [{ condition, limit, priority }],
        ),
    })),
  }
}
