import { parseArgs } from 'node:util'
import { parseTime } from '@driftbild/core'
import { z } from 'zod'
import { parseSpeed, type Speed } from './replay/replay-clock.ts'

const Security = z.enum(['None', 'SignAndEncrypt'])

const Town = z.strictObject({
  folder: z.string().min(1),
  seed: z.coerce.number().int().nonnegative().default(1),
  speed: z.coerce.number().positive().default(1),
  /** RFC 3339. */
  begun: z.string().transform(parseTime).optional(),
  'history-days': z.coerce.number().int().nonnegative().default(60),
  security: Security.optional(),
  /** Where its weather service answers; none without. */
  'weather-port': z.coerce.number().int().min(1).max(65535).optional(),
})

const Replay = z.strictObject({
  files: z.array(z.string()).min(1, 'a file to replay is missing'),
  mapping: z.string().min(1),
  protocol: z.enum(['opcua', 'modbus']),
  folder: z.string().min(1),
  speed: z
    .string()
    .default('max')
    .transform((text): Speed => parseSpeed(text)),
  zone: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,80}$/)
    .optional(),
  kommunkod: z.string().optional(),
  security: Security.optional(),
})

export type SimulatorCommand =
  | { command: 'town'; options: z.infer<typeof Town> }
  | { command: 'replay'; options: z.infer<typeof Replay> }

export const usage = `simulators town --folder DIR [--seed N] [--speed N] [--begun TIME] [--history-days N] [--security None]
                [--weather-port N]
simulators replay FILE… --mapping NAME|FILE --protocol opcua|modbus --folder DIR [--speed N|max] [--zone ZONE]
                  [--from TIME] [--to TIME] [--id NAME] [--kommunkod CODE] [--security None]`

const text = { type: 'string' } as const

/** Throws, with words for a person, on anything that it doesn't know. */
export function parseCommandLine(args: readonly string[]): SimulatorCommand {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      folder: text,
      seed: text,
      speed: text,
      begun: text,
      'history-days': text,
      'weather-port': text,
      security: text,
      mapping: text,
      protocol: text,
      zone: text,
      from: text,
      to: text,
      id: text,
      kommunkod: text,
    },
  })
  const [command, ...files] = positionals
  if (command === 'town') return { command, options: checked(Town, values) }
  if (command === 'replay') return { command, options: checked(Replay, { ...values, files }) }
  throw new Error(`${command === undefined ? 'no command' : `no command ${command}`}\n${usage}`)
}

function checked<S extends z.ZodType>(schema: S, values: unknown): z.output<S> {
  const parsed = schema.safeParse(values)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`${problems.join('\n')}\n${usage}`)
}
