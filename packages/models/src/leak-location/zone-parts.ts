import type { Asset } from '@driftbild/core'
import type { Junction, Pipe, Reservoir } from '@driftbild/network'
import type { DrawnPipe } from './zone-places.ts'

/** Hazen-Williams C and mm of a pipe in use, where the register has none. */
const ORDINARY = { roughness: 110, diameter: 100 }
/** Metres of water at the inlet, where only differences matter. */
const HEAD = 45
const PATTERN = 'day'

const named = (id: string) => ({ id, tag: null, comment: null })

/** A place and what is drawn there on average, m³/h. */
export const junctionOf = (id: string, drawn: Asset | undefined, base: number): Junction => ({
  ...named(id),
  type: 'junction',
  position: null,
  elevation: Number(drawn?.attributes.elevation ?? 0),
  demands: base > 0 ? [{ base, pattern: PATTERN, category: null }] : [],
  emitter: null,
})

export const sourceOf = (id: string, at: Asset | undefined): Reservoir => ({
  ...named(id),
  type: 'reservoir',
  position: null,
  head: Number(at?.attributes.elevation ?? 0) + HEAD,
  pattern: null,
})

export function pipeOf(
  id: string,
  { asset, from, to }: DrawnPipe,
  place: (name: string) => string,
  isShut: boolean,
): Pipe {
  const { length, diameter, roughness } = asset.attributes
  return {
    ...named(id),
    type: 'pipe',
    from: place(from),
    to: place(to),
    vertices: [],
    length: Math.max(0.1, Number(length ?? 0)),
    diameter: Number(diameter ?? ORDINARY.diameter),
    roughness: Number(roughness ?? ORDINARY.roughness),
    minorLoss: 0,
    status: isShut ? 'closed' : 'open',
  }
}

/** So short that it loses nothing, as wide as the pipes beside it: next to no resistance would not be solved. */
export const meterPipe = (id: string, from: string, to: string, diameter: number): Pipe => ({
  ...named(id),
  type: 'pipe',
  from,
  to,
  vertices: [],
  length: 2,
  diameter,
  roughness: ORDINARY.roughness,
  minorLoss: 0,
  status: 'open',
})
