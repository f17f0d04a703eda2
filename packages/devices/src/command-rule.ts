import { z } from 'zod'

const fields = {
  enabled: z.boolean().default(false),
  /** The least and the most that may be written, in the point's unit. */
  limits: z.tuple([z.number(), z.number()]),
  /** Seconds within which the value must have been written and read back. */
  within: z.number().positive().max(60).default(5),
}

/** Permission to write one point. Without one, or with one that isn't enabled, nothing is ever written. */
export const CommandRule = z.strictObject(fields)
export type CommandRule = z.infer<typeof CommandRule>

export const ModbusCommandRule = z.strictObject({
  ...fields,
  /** Write with function 15 or 16 also where 5 or 6 would do: some devices know no others. */
  multiple: z.boolean().default(false),
})
