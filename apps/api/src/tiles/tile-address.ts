import { z } from 'zod'

export const DEEPEST_ZOOM = 22

const whole = z
  .string()
  .regex(/^\d{1,7}$/)
  .transform(Number)

/** z/x/y of a web map tile; `y` keeps its ending in the path, as MapLibre's URL templates want it. */
export const TilePath = z
  .object({ z: whole, x: whole, y: z.string().regex(/^\d{1,7}\.mvt$/) })
  .transform(({ z, x, y }) => ({ z, x, y: Number(y.slice(0, -'.mvt'.length)) }))
  .refine(({ z, x, y }) => z <= DEEPEST_ZOOM && x < 2 ** z && y < 2 ** z, 'no such tile')
