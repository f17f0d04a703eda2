import {
  type AssetClass,
  type AssetState,
  type Box,
  boxOf,
  type Subject,
  type WorkOrder,
  type Zone,
} from '@driftbild/core'
import type { StoredPrediction } from '@driftbild/store'
import { qualityRoles, type ZonePage } from '../contract/index.ts'
import type { Sight } from '../http/sight.ts'
import { viewLatest } from '../picture/latest-view.ts'
import type { Picture, WatchedAsset, WatchedSignal } from '../picture/picture.ts'
import { viewPrediction } from './prediction-view.ts'

const SHOWN_SUSPECTS = 10

export function viewZonePage(
  picture: Picture,
  sight: Sight,
  zone: Zone,
  work: { predictions: readonly StoredPrediction[]; orders: readonly WorkOrder[] },
): ZonePage {
  const isWithin = ({ type, tag }: Subject) =>
    (type === 'zone' ? tag : picture.assets.get(tag)?.asset.zone) === zone.tag && sight.subject({ type, tag })
  const predictions = work.predictions
    .filter(({ prediction }) => isWithin(prediction.subject))
    .toSorted((a, b) => b.prediction.probability - a.prediction.probability)
  const assets = [...picture.assets.values()].filter(
    (watched) => watched.asset.zone === zone.tag && sight.asset(watched),
  )
  const states: Partial<Record<AssetState, number>> = {}
  const classes: Partial<Record<AssetClass, number>> = {}
  for (const { state, asset } of assets) {
    states[state] = (states[state] ?? 0) + 1
    classes[asset.class] = (classes[asset.class] ?? 0) + 1
  }
  const known = (keys: readonly string[]) => keys.flatMap((key) => picture.signals.get(key) ?? [])
  const flowOf = ({ signal: { key, asset, unit } }: WatchedSignal) => ({
    ...{ key, asset, unit },
    assetName: picture.assets.get(asset)?.asset.name ?? asset,
  })
  return {
    tag: zone.tag,
    name: zone.name,
    service: zone.service,
    assets: assets.length,
    states,
    classes,
    inflow: known(zone.inflow).map(flowOf),
    outflow: known(zone.outflow).map(flowOf),
    pressures: assets.flatMap(({ signals }) =>
      signals.filter(({ signal }) => signal.role === 'pressure').map(flowOf),
    ),
    quality: assets.filter(({ asset }) => asset.class === 'water-quality-station').map(qualityOf),
    suspects: suspectsOf(picture, sight, predictions),
    predictions: predictions.map((stored) => viewPrediction(picture, stored)),
    orders: work.orders
      .filter(({ subject }) => isWithin(subject))
      .map(({ id, number, title, state, assignee }) => ({ id, number, title, state, assignee })),
    box: boxAround(assets.map(({ asset }) => boxOf(asset.geometry))),
    stations: assets
      .filter(({ asset }) => asset.class === 'wastewater-pumping-station')
      .map(({ asset }) => asset.tag),
    balanced: zone.service === 'water' && zone.inflow.length > 0,
  }
}

function qualityOf({ asset: { tag, name }, state, signals }: WatchedAsset): ZonePage['quality'][number] {
  const values = qualityRoles.flatMap((role) => {
    const own = signals.find(({ signal }) => signal.role === role)
    if (!own) return []
    const latest = viewLatest(own)
    const isKnown = latest !== null && !latest.stale && latest.quality !== 'bad'
    return [
      {
        ...{ role, unit: own.signal.unit, time: latest?.time ?? null },
        value: isKnown ? latest.value : null,
      },
    ]
  })
  return { tag, name, state, values }
}

function boxAround(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null
  const all = (i: 0 | 1 | 2 | 3) => boxes.map((box) => box[i])
  return [Math.min(...all(0)), Math.min(...all(1)), Math.max(...all(2)), Math.max(...all(3))]
}

/** Of each asset the likeliest suspicion: how sure the prediction is, times how sure of the place. */
function suspectsOf(
  picture: Picture,
  sight: Sight,
  standing: readonly StoredPrediction[],
): ZonePage['suspects'] {
  const suspects = new Map<string, ZonePage['suspects'][number]>()
  for (const { id, prediction } of standing) {
    for (const candidate of prediction.candidates) {
      const watched = picture.assets.get(candidate.asset)
      const probability = prediction.probability * candidate.probability
      if (!watched || !sight.asset(watched)) continue
      if (probability <= (suspects.get(candidate.asset)?.probability ?? 0)) continue
      suspects.set(candidate.asset, {
        ...{ asset: candidate.asset, name: watched.asset.name },
        ...{ probability, prediction: id },
      })
    }
  }
  return [...suspects.values()].toSorted((a, b) => b.probability - a.probability).slice(0, SHOWN_SUSPECTS)
}
