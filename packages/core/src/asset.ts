import { z } from 'zod'
import { Geometry, SurveyedPlace } from './geometry.ts'
import { lightSources } from './light-source.ts'
import type { Service } from './municipality.ts'

const year = z.int().min(1800).max(2200)
const metres = z.number().nonnegative()
const millimetres = z.number().positive()

interface AssetClassDefinition {
  service: Service
  geometry: Geometry['type'][]
  /** Years, a planning value of ours until the municipality states its own. */
  expectedLife: number
  attributes: z.ZodObject
}

/** Every class of asset, what its attributes are and which service it belongs to. A new one is a line here. */
export const assetClasses = {
  pipe: {
    service: 'water',
    geometry: ['LineString'],
    expectedLife: 80,
    attributes: z.object({
      diameter: millimetres,
      length: metres,
      material: z.enum(['cast-iron', 'ductile-iron', 'PVC', 'PE', 'steel', 'unknown']),
      roughness: z.number().positive().optional(),
      from: z.string(),
      to: z.string(),
    }),
  },
  junction: {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 80,
    attributes: z.object({ elevation: z.number(), baseDemand: z.number().optional() }),
  },
  valve: {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 40,
    attributes: z.object({ diameter: millimetres.optional(), normallyOpen: z.boolean() }),
  },
  hydrant: {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 50,
    attributes: z.object({ diameter: millimetres.optional() }),
  },
  /** Where those who use the water are joined to a pipe: one house, or all that a pipe serves. */
  connection: {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 60,
    attributes: z.object({
      customers: z.int().nonnegative(),
      /** Whom a shut-off hurts more than others, and who is told first. */
      sensitive: z.enum(['care', 'school', 'food', 'industry', 'other']).optional(),
    }),
  },
  reservoir: {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 60,
    attributes: z.object({
      volume: z.number().positive().optional(),
      minLevel: metres.optional(),
      maxLevel: metres.optional(),
      elevation: z.number().optional(),
    }),
  },
  waterworks: {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 50,
    attributes: z.object({ capacity: z.number().positive().optional() }),
  },
  pump: {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 15,
    attributes: z.object({
      /** m³/h at the best efficiency point */
      ratedFlow: z.number().positive(),
      /** m */
      ratedHead: z.number().positive(),
      /** kW */
      ratedPower: z.number().positive(),
    }),
  },
  'dma-meter': {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 15,
    attributes: z.object({ diameter: millimetres.optional() }),
  },
  'pressure-sensor': {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 10,
    attributes: z.object({ elevation: z.number().optional() }),
  },
  /** Instruments that look at what the water is like, on one flow of it. */
  'water-quality-station': {
    service: 'water',
    geometry: ['Point'],
    expectedLife: 12,
    attributes: z.object({}),
  },
  'wastewater-pumping-station': {
    service: 'sewer',
    geometry: ['Point'],
    expectedLife: 40,
    attributes: z.object({
      /** m² of the sump */
      sumpArea: z.number().positive(),
      /** m above the sump's floor */
      startLevel: metres,
      stopLevel: metres,
      overflowLevel: metres,
      /** m of the weir's crest */
      weirWidth: z.number().positive().optional(),
      /** m² that drain to it */
      catchmentArea: z.number().positive().optional(),
      /** What receives what runs over. */
      recipient: z.string().max(200).optional(),
    }),
  },
  'wastewater-pump': {
    service: 'sewer',
    geometry: ['Point'],
    expectedLife: 12,
    attributes: z.object({
      ratedFlow: z.number().positive(),
      ratedPower: z.number().positive(),
    }),
  },
  'rain-gauge': {
    service: 'sewer',
    geometry: ['Point'],
    expectedLife: 10,
    attributes: z.object({}),
  },
  /** Of a river, a ditch, a lake or a pond. */
  'water-level-gauge': {
    service: 'sewer',
    geometry: ['Point'],
    expectedLife: 15,
    attributes: z.object({ watercourse: z.string().max(200).optional() }),
  },
  'lighting-cabinet': {
    service: 'lighting',
    geometry: ['Point'],
    expectedLife: 30,
    attributes: z.object({ phases: z.int().min(1).max(3), luminaires: z.int().nonnegative() }),
  },
  luminaire: {
    service: 'lighting',
    geometry: ['Point'],
    expectedLife: 20,
    attributes: z.object({
      cabinet: z.string(),
      phase: z.enum(['L1', 'L2', 'L3']),
      ratedPower: z.number().positive(),
      lightSource: z.enum(lightSources),
      poleHeight: metres.optional(),
    }),
  },
  'waste-container': {
    service: 'waste',
    geometry: ['Point'],
    expectedLife: 10,
    attributes: z.object({
      /** litres */
      volume: z.number().positive(),
      /** mm from the sensor to the floor of the empty container */
      depth: millimetres.optional(),
      fraction: z.enum(['residual', 'food', 'paper', 'plastic', 'glass', 'litter']),
    }),
  },
  depot: {
    service: 'waste',
    geometry: ['Point'],
    expectedLife: 50,
    attributes: z.object({}),
  },
} as const satisfies Record<string, AssetClassDefinition>

export type AssetClass = keyof typeof assetClasses
export const AssetClass = z.enum(Object.keys(assetClasses) as [AssetClass, ...AssetClass[]])

/** Who may see an asset; one rule, enforced alike in the API, tiles, exports and phone. */
export const visibilities = ['public', 'staff', 'restricted'] as const
export const Visibility = z.enum(visibilities)
export type Visibility = z.infer<typeof Visibility>

export const Asset = z
  .object({
    /** The functional position's name, unique in the municipality and its identity outward: VV1-P3. */
    tag: z.string().min(1).max(80),
    class: AssetClass,
    name: z.string().min(1),
    /** Tags. */
    site: z.string().nullable(),
    zone: z.string().nullable(),
    geometry: Geometry,
    surveyed: SurveyedPlace.nullable(),
    builtYear: year.nullable(),
    expectedLife: z.number().positive().nullable(),
    visibility: Visibility,
    attributes: z.record(z.string(), z.unknown()),
  })
  .superRefine((asset, ctx) => {
    const definition: AssetClassDefinition = assetClasses[asset.class]
    if (!definition.geometry.includes(asset.geometry.type)) {
      ctx.addIssue({
        code: 'custom',
        path: ['geometry', 'type'],
        message: `a ${asset.class} is a ${definition.geometry.join(' or ')}, not a ${asset.geometry.type}`,
      })
    }
    const parsed = definition.attributes.safeParse(asset.attributes)
    for (const issue of parsed.error?.issues ?? []) {
      ctx.addIssue({ code: 'custom', path: ['attributes', ...issue.path], message: issue.message })
    }
  })
export type Asset = z.infer<typeof Asset>

export const serviceOf = (assetClass: AssetClass): Service => assetClasses[assetClass].service
