import { z } from 'zod'

/** What every device of a site has, whatever it speaks. */
export const deviceFields = {
  /** Unique within the site. */
  id: z.string().min(1).max(80),
  profile: z.string().min(1),
  /** Which point of it is which signal of the centre: `flow`, or `luminaire[12].lamp-on` in a block. */
  signals: z.record(z.string().min(1), z.string().min(1)),
}
