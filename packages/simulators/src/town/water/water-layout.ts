import { emptyNetwork, type Junction, type Network, type Pipe, type XY } from '@driftbild/network'
import type { District } from '../map/districts.ts'
import { lengthOf } from '../map/plane.ts'
import { elevationAt } from '../map/terrain.ts'
import { type Material, roughnessOf } from './materials.ts'
import type { Inlet } from './trunk.ts'

/** What the municipality knows of a pipe beside its hydraulics. */
export interface PipeFacts {
  district: District | null
  street: string
  material: Material
  built: number
}

export interface ValvePlan {
  tag: string
  pipe: string
  at: XY
  diameter: number
  normallyOpen: boolean
  district: District
}

export interface MeterPlan {
  inlet: Inlet
  /** Junction at the meter, where its pressure is taken. */
  junction: string
  /** Pipe whose flow it measures, positive into the district. */
  pipe: string
}

/** The water network in the town's plane: as the municipality's own model has it. */
export interface WaterLayout {
  network: Network
  pipes: Map<string, PipeFacts>
  junctions: Map<string, District | null>
  valves: ValvePlan[]
  meters: MeterPlan[]
}

export function emptyLayout(): WaterLayout {
  const network = emptyNetwork()
  network.title = ['Norrvik, a town that does not exist']
  network.times = {
    ...network.times,
    hydraulicStep: 300,
    patternStep: 300,
    reportStep: 300,
    duration: 86_400,
  }
  network.options = { ...network.options, accuracy: 0.0005, unbalancedTrials: 10 }
  return { network, pipes: new Map(), junctions: new Map(), valves: [], meters: [] }
}

/** Adds parts to a layout and names them in the order they come. */
export type Builder = ReturnType<typeof builder>

export function builder(layout: WaterLayout) {
  const { network } = layout
  const counters = new Map<string, number>()
  const next = (prefix: string) => {
    const n = (counters.get(prefix) ?? 0) + 1
    counters.set(prefix, n)
    return `${prefix}-${String(n).padStart(3, '0')}`
  }
  return {
    layout,
    junction(at: XY, district: District | null, id = next(district ? 'VK' : 'HK')): string {
      const junction: Junction = {
        type: 'junction',
        id,
        tag: null,
        comment: null,
        position: at,
        elevation: elevationAt(at),
        demands: [],
        emitter: null,
      }
      network.nodes.push(junction)
      layout.junctions.set(id, district)
      return id
    },
    pipe(ends: readonly [string, string], line: readonly XY[], facts: PipeFacts, diameter: number): Pipe {
      const pipe: Pipe = {
        type: 'pipe',
        id: next(facts.district ? 'VL' : 'HL'),
        tag: null,
        comment: null,
        from: ends[0],
        to: ends[1],
        vertices: line.slice(1, -1).map((p): XY => [...p]),
        length: Math.round(lengthOf(line) * 10) / 10,
        diameter,
        roughness: roughnessOf(facts.material, facts.built),
        minorLoss: 0,
        status: 'open',
      }
      network.links.push(pipe)
      layout.pipes.set(pipe.id, facts)
      return pipe
    },
    valve(pipe: Pipe, at: XY, normallyOpen: boolean, district: District): ValvePlan {
      const { id, diameter } = pipe
      const valve = { tag: next('AV'), pipe: id, at, diameter, normallyOpen, district }
      layout.valves.push(valve)
      return valve
    },
    meter(inlet: Inlet, pipe: Pipe, junction: string): void {
      layout.meters.push({ inlet, pipe: pipe.id, junction })
    },
  }
}
