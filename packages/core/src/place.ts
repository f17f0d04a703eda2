import { z } from 'zod'
import { Geometry } from './geometry.ts'
import { Service } from './municipality.ts'

/** Where assets stand together: a waterworks, a pumping station, a collection point. */
export const Site = z.object({
  tag: z.string().min(1).max(80),
  name: z.string().min(1),
  geometry: Geometry,
})
export type Site = z.infer<typeof Site>

/** A part of a network that is metered or supplied as one: a DMA, a sewer catchment, a lighting area. */
export const Zone = z.object({
  tag: z.string().min(1).max(80),
  name: z.string().min(1),
  service: Service,
  geometry: Geometry.nullable(),
  /** Signal keys that meter the zone: sum of `inflow` minus sum of `outflow` is what it uses. */
  inflow: z.array(z.string()),
  outflow: z.array(z.string()),
})
export type Zone = z.infer<typeof Zone>
