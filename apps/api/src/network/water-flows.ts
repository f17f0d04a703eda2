import {
  bucketOf,
  convert,
  HOUR,
  type Micros,
  type Rollup,
  type Unit,
  units,
  type Zone,
} from '@driftbild/core'
import type { FlowingLink, Network } from '@driftbild/network'
import { type Database, rollupsBetween } from '@driftbild/store'
import type { Log } from '../log.ts'
import type { Picture } from '../picture/picture.ts'
import { type SharedRuns, sharedRuns } from '../shared-run.ts'
import { type DrawnModel, drawnModel } from './drawn-model.ts'
import type { FlowThread } from './flow-thread.ts'
import type { ReckonedFlows } from './reckon-flows.ts'

export interface WaterFlows {
  links: FlowingLink[]
  basis: ReckonedFlows['basis']
  /** Zones whose inflow was measured then; the others take what the register says they draw. */
  metered: string[]
}

/** Over which what zones took in is averaged. */
const OVER = 3 * HOUR
/** m³/h that a place draws where the register says nothing, before its zone's meter says how much in all. */
const UNSAID = 0.05

export interface WaterFlowsDesk {
  /** How water flowed in every pipe around an instant: what each zone took in then, shared out over its places. */
  at(picture: Picture, at: Micros, signal: AbortSignal): Promise<WaterFlows>
}

interface Parts {
  db: Database
  thread: FlowThread
  log: Log
}

/** Those who ask of one picture and the same five minutes wait for the same run. */
export function createWaterFlows(parts: Parts): WaterFlowsDesk {
  const asked = new WeakMap<Picture, SharedRuns<Micros, WaterFlows>>()
  return {
    at(picture, at, signal) {
      const runs =
        asked.get(picture) ?? sharedRuns((bucket, ending) => waterFlows(parts, picture, bucket, ending))
      asked.set(picture, runs)
      return runs.ask(bucketOf(at, '5m'), signal)
    },
  }
}

const drawings = new WeakMap<Picture, DrawnModel>()

/** All of a register as a model, drawn once. */
function drawingOf(picture: Picture): DrawnModel {
  const known = drawings.get(picture)
  if (known) return known
  const assets = [...picture.assets.values()].map(({ asset }) => asset)
  const drawn = drawnModel(picture, assets, (position) => position)
  drawings.set(picture, drawn)
  return drawn
}

async function waterFlows(
  { db, thread, log }: Parts,
  picture: Picture,
  at: Micros,
  signal: AbortSignal,
): Promise<WaterFlows> {
  const { network, sources: feeds } = drawingOf(picture)
  const inflows = await zoneInflows(db, picture, at)
  const draws = drawsOf(picture, network, inflows)
  const nodes = network.nodes.map((node) =>
    node.type === 'junction'
      ? { ...node, demands: [{ base: draws.get(node.id) ?? 0, pattern: null, category: null }] }
      : node,
  )
  const { flows, basis, refused } = await thread.reckon({ network: { ...network, nodes }, feeds }, signal)
  if (refused !== null) log('warn', `the flows of ${picture.code} could not be solved: ${refused}`)
  return {
    basis,
    metered: [...inflows.keys()],
    links: network.links.flatMap((link) =>
      link.type === 'pipe' && link.status === 'open'
        ? [
            {
              ...{ id: link.id, from: link.from, to: link.to, flow: flows.get(link.id) ?? 0 },
              volume: Math.PI * (link.diameter / 2000) ** 2 * link.length,
            },
          ]
        : [],
    ),
  }
}

async function zoneInflows(db: Database, picture: Picture, at: Micros): Promise<Map<string, number>> {
  const zones = picture.register.zones.filter(
    ({ service, inflow }) => service === 'water' && inflow.length > 0,
  )
  const keys = [...new Set(zones.flatMap(({ inflow, outflow }) => [...inflow, ...outflow]))]
  const told = await db.transaction({ municipality: picture.code, role: 'reader' }, (tx) =>
    rollupsBetween(tx, keys, '5m', at - OVER, at),
  )
  return netInflows(zones, (key) => flowOf(told[key] ?? [], picture.signals.get(key)?.signal.unit))
}

/** m³/h that zones took in, less what they passed on, where all of it was measured. */
export function netInflows(
  zones: readonly Pick<Zone, 'tag' | 'inflow' | 'outflow'>[],
  flow: (key: string) => number | null,
): Map<string, number> {
  const sum = (keys: readonly string[]) =>
    keys.reduce<number | null>((total, key) => {
      const one = flow(key)
      return total === null || one === null ? null : total + one
    }, 0)
  return new Map(
    zones.flatMap(({ tag, inflow, outflow }) => {
      const [came, went] = [sum(inflow), sum(outflow)]
      return came === null || went === null || came <= went ? [] : [[tag, came - went] as const]
    }),
  )
}

/** m³/h, the mean of roll-ups; null where there are none, and of what doesn't tell a flow. */
export function flowOf(rollups: readonly Pick<Rollup, 'average'>[], unit: Unit | undefined): number | null {
  const told = rollups.flatMap(({ average }) => average ?? [])
  if (told.length === 0 || unit === undefined || units[unit].quantity !== 'flow') return null
  return convert(told.reduce((sum, one) => sum + one, 0) / told.length, unit, 'm3/h')
}

/** What each place draws: as the register has it, brought to what its zone took in. */
function drawsOf(
  picture: Picture,
  { nodes }: Network,
  inflows: ReadonlyMap<string, number>,
): Map<string, number> {
  const zoneOf = new Map(
    nodes.flatMap(({ id }) => {
      const zone = picture.assets.get(id)?.asset.zone
      return zone == null ? [] : [[id, zone] as const]
    }),
  )
  const base = new Map(
    nodes.flatMap((node) =>
      node.type === 'junction'
        ? [[node.id, node.demands.reduce((sum, one) => sum + one.base, 0) || UNSAID] as const]
        : [],
    ),
  )
  const inZone = new Map<string, number>()
  for (const [id, draw] of base) {
    const zone = zoneOf.get(id)
    if (zone !== undefined) inZone.set(zone, (inZone.get(zone) ?? 0) + draw)
  }
  return new Map(
    [...base].map(([id, draw]) => {
      const zone = zoneOf.get(id) ?? ''
      const taken = inflows.get(zone)
      return [id, taken === undefined ? draw : (draw / inZone.get(zone)!) * taken]
    }),
  )
}
