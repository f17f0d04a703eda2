import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  AlarmRule,
  Asset,
  AssetClass,
  Municipality,
  ReportingRule,
  Role,
  SignalKind,
  Unit,
  Zone,
} from '@driftbild/core'
import { z } from 'zod'
import { delimiters } from './csv.ts'

const signal = {
  role: Role,
  unit: Unit,
  kind: SignalKind.default({ type: 'measure' }),
  range: z.tuple([z.number(), z.number()]).nullable().default(null),
  /** The cell's number divided by this is in `unit`: 10 for tenths. */
  divideBy: z.number().positive().default(1),
}

/** One column a signal, one row a time. */
const Wide = z.strictObject({
  type: z.literal('wide'),
  columns: z.record(z.string().min(1), z.strictObject({ ...signal, asset: z.string().min(1) })),
  assets: z.array(Asset),
  zones: z.array(Zone).default([]),
})

/** One row a value of one asset. `{column}` in a text stands for that cell of the asset's first row. */
const Long = z.strictObject({
  type: z.literal('long'),
  ...signal,
  value: z.string().min(1),
  /** A row whose cells are all as in one of these has no value. */
  missingWhen: z.array(z.record(z.string(), z.string())).default([]),
  asset: z.strictObject({
    tag: z.string().min(1),
    name: z.string().min(1),
    class: AssetClass,
    longitude: z.string(),
    latitude: z.string(),
    attributes: z.record(z.string(), z.unknown()),
  }),
})

/** What the columns of a recorded file mean. Data: see `mappings/`. */
export const ReplayMapping = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Where the data come from and what was assumed. */
  notes: z.array(z.string()).default([]),
  municipality: Municipality,
  /** IANA zone of local times, where the file names none. */
  zone: z.string().nullable().default(null),
  delimiter: z.enum(delimiters).nullable().default(null),
  decimal: z.enum(['.', ',']).default('.'),
  /** Cells that say "no value". */
  missing: z.array(z.string()).default(['', 'NaN', 'nan', 'NA', 'N/A', 'null', 'None']),
  time: z.strictObject({ column: z.string().min(1), format: z.string().default('iso') }),
  reporting: ReportingRule,
  layout: z.discriminatedUnion('type', [Wide, Long]),
  /** For every signal of the role; `id` is what follows the signal's key. */
  alarms: z.array(AlarmRule.omit({ signal: true }).extend({ role: Role })).default([]),
})
export type ReplayMapping = z.infer<typeof ReplayMapping>
export type WideLayout = z.infer<typeof Wide>
export type LongLayout = z.infer<typeof Long>

const folder = fileURLToPath(new URL('./mappings/', import.meta.url))

export const readyMappings = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))

/** A ready-made mapping by its name, or a JSON file of one's own. */
export function loadMapping(nameOrFile: string): ReplayMapping {
  const ready = `${folder}${nameOrFile}.json`
  const file = existsSync(ready) ? ready : nameOrFile
  if (!existsSync(file)) {
    throw new Error(`no mapping ${nameOrFile}: neither a file nor one of ${readyMappings().join(', ')}`)
  }
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new Error(`mapping ${file} is no JSON: ${(cause as Error).message}`, { cause })
  }
  const parsed = ReplayMapping.safeParse(content)
  if (!parsed.success) throw new Error(`mapping ${file}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
