import type {
  AlarmRule,
  Asset,
  FaultMode,
  Installation,
  Item,
  Micros,
  Priority,
  Relation,
  Role,
  Site,
  SurveyedPlace,
  Zone,
} from '@driftbild/core'
import { MINUTE, signalKey } from '@driftbild/core'
import { SWEREF99_TM } from '@driftbild/network'
import type { PlayedDevice } from '../played-device.ts'
import { pointOf, toSwerefFromTown } from './map/base-map.ts'
import type { XY } from './map/plane.ts'
import { elevationAt } from './map/terrain.ts'

/** What one service brings to the register. Signals follow from the devices. */
export interface Part {
  sites: Site[]
  zones: Zone[]
  assets: Asset[]
  items: Item[]
  installations: Installation[]
  relations: Relation[]
  alarmRules: AlarmRule[]
  devices: PlayedDevice[]
}

export const emptyPart = (): Part => ({
  sites: [],
  zones: [],
  assets: [],
  items: [],
  installations: [],
  relations: [],
  alarmRules: [],
  devices: [],
})

const surveyedPoint = (at: XY, height: number): SurveyedPlace => ({
  crs: SWEREF99_TM,
  coordinates: toSwerefFromTown(at),
  height: Math.round(height * 100) / 100,
  accuracy: 0.05,
})

/** A point asset with everything that most of them leave at its usual. */
export function pointAsset(
  asset: Pick<Asset, 'tag' | 'class' | 'name' | 'attributes' | 'builtYear'> & {
    at: XY
    height?: number
    site?: string | null
    zone?: string | null
    visibility?: Asset['visibility']
  },
): Asset {
  const { at, height = elevationAt(at), site = null, zone = null, visibility = 'staff', ...rest } = asset
  return {
    ...rest,
    site,
    zone,
    visibility,
    geometry: pointOf(at),
    surveyed: surveyedPoint(at, height),
    expectedLife: null,
  }
}

/** A generic unit that has sat in a position since a day of a year. */
export function install(
  part: Part,
  asset: string,
  item: { model: string; serial: string; profile: string | null; batch?: string },
  from: Micros,
  to: Micros | null = null,
): void {
  const { model, serial, profile, batch = null } = item
  part.items.push({ make: 'Generic', model, serial, profile, batch })
  part.installations.push({ asset, make: 'Generic', serial, from, to })
}

/** 12:00 UTC on a day of a year. */
export const dayIn = (year: number, day: number): Micros =>
  (Date.UTC(year, 0, 1, 12) + Math.floor(day) * 86_400_000) * 1000

export interface RuleSpec {
  name: string
  condition: AlarmRule['condition']
  limit: number
  hysteresis?: number
  /** Minutes. */
  window?: number
  delayOn?: number
  delayOff?: number
  priority: Priority
  mode: FaultMode
}

export function addRule(part: Part, asset: string, role: Role, rule: RuleSpec): void {
  const { name, hysteresis = 0, window, delayOn = 0, delayOff = 0, ...rest } = rule
  const signal = signalKey(asset, role)
  part.alarmRules.push({
    ...rest,
    id: `${signal}#${name}`,
    signal,
    window: window === undefined ? null : window * MINUTE,
    hysteresis,
    delayOn: delayOn * MINUTE,
    delayOff: delayOff * MINUTE,
  })
}

/** Point names of a profile, each to the signal of its role on one asset. */
export const signalsOf = (asset: string, points: Record<string, Role>): Record<string, string> =>
  Object.fromEntries(Object.entries(points).map(([point, role]) => [point, signalKey(asset, role)]))

export const same = (...roles: Role[]): Record<string, Role> => Object.fromEntries(roles.map((r) => [r, r]))
