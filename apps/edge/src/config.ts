import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { CLOCK_TOLERANCE } from '@driftbild/collectors/status'
import { isLoopback, Kommunkod, SECOND } from '@driftbild/core'
import { DeviceConfig, deviceProblems, nearest } from '@driftbild/devices'
import { z } from 'zod'
import { readText } from './config-text.ts'
import { knownNames } from './known-names.ts'
import { withOwnFiles } from './own-files.ts'

const whenFull = z.enum(['refuse-new', 'drop-oldest'])

/** A site's configuration, as a person writes it. Paths in it are relative to the file. */
export const EdgeConfig = z.strictObject({
  // YAML reads 0114 as a number and drops its zero.
  municipality: z.preprocess((v) => (typeof v === 'number' ? String(v).padStart(4, '0') : v), Kommunkod),
  /** Where the centre is. Over a network it must be https: the key goes with every request. */
  api: z
    .url({ protocol: /^https?$/, error: 'an address is needed, like https://centre.example.se', abort: true })
    .refine(isSafeAddress, 'plain http is for this machine only: use https'),
  /** Shown at the centre when the edge enrols. */
  name: z.string().min(1).max(80).optional(),
  /** For the outbox, the key and the certificates. */
  folder: z.string().min(1).default('.'),
  /** The key from the enrolment; `key.json` in the folder unless said otherwise. */
  key: z.string().min(1).optional(),
  outbox: z
    .strictObject({
      /** Megabytes on disk. */
      limit: z.number().positive().default(4096),
      /** Per class of signal: refuse new readings, or let the oldest unsent ones make room. */
      whenFull: z
        .strictObject({ measure: whenFull, counter: whenFull, state: whenFull, flag: whenFull })
        .partial()
        .default({}),
    })
    .prefault({}),
  /** Where this machine may ask how the edge is: /health/live, /health/ready, /metrics. */
  http: z.strictObject({ port: z.int().min(1).max(65535) }).optional(),
  clock: z
    .strictObject({
      /** Seconds by which a device's clock may differ from this machine's. */
      tolerance: z
        .number()
        .positive()
        .default(CLOCK_TOLERANCE / SECOND),
    })
    .prefault({}),
  devices: z.array(DeviceConfig).min(1, 'at least one device is needed'),
})
export type EdgeConfig = z.infer<typeof EdgeConfig>

export const outboxPath = (config: EdgeConfig): string => join(config.folder, 'outbox.sqlite')

/** Every mistake in a configuration file with its place: `edge.yaml:12:5 devices[0].port: …`. */
export class ConfigError extends Error {}

/** Reads a configuration, whole or not at all; throws a ConfigError that names every mistake. */
export function readConfig(file: string): EdgeConfig {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`${file} can't be read: ${(cause as Error).message}`, { cause })
  }
  const config = parseConfig(text, file)
  const folder = resolve(dirname(file), config.folder)
  const devices = config.devices.map((device) => withOwnFiles(device, dirname(file)))
  return {
    ...config,
    devices,
    folder,
    key: resolve(dirname(file), config.key ?? resolve(folder, 'key.json')),
  }
}

export function parseConfig(text: string, file: string): EdgeConfig {
  const { value, mistakes, placeOf } = readText(text)
  if (mistakes.length > 0) {
    throw new ConfigError(mistakes.map(({ place, message }) => `${file}:${place} ${message}`).join('\n'))
  }
  const parsed = EdgeConfig.safeParse(value)
  const problems: { path: PropertyKey[]; message: string }[] = parsed.success
    ? deviceProblems(parsed.data.devices).map((p) => ({ ...p, path: ['devices', ...p.path] }))
    : parsed.error.issues.flatMap((issue) => explain(issue, value))
  if (problems.length > 0 || !parsed.success) {
    const messages = problems.map((p) => `${file}:${placeOf(p.path)} ${pathName(p.path)}: ${p.message}`)
    throw new ConfigError(messages.join('\n'))
  }
  return parsed.data
}

/** One line for each unknown name; the rest in zod's words. */
function explain(issue: z.core.$ZodIssue, config: unknown): { path: PropertyKey[]; message: string }[] {
  const meant = issue.code === 'invalid_union' && issue.errors.find(isAboutContents)
  if (meant)
    return meant.flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, config))
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return [{ path: issue.path, message: `it is missing, ${article(issue.expected)} is needed` }]
  }
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }]
  const known = knownNames(EdgeConfig, issue.path, (path) => within(config, [...path, 'protocol']))
  return issue.keys.map((key) => {
    const meant = nearest(key, known)
    const advice = meant ? `Did you mean ${meant}?` : `Known here: ${known.join(', ')}`
    return { path: [...issue.path, key], message: `unknown name. ${advice}` }
  })
}

/** What stands at a path of a value, if anything does. */
const within = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((inner, step) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[step], value)

/** Of several shapes, the one that was meant: its outside is right. */
const isAboutContents = (issues: readonly z.core.$ZodIssue[]): boolean =>
  issues.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys')

const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`

const pathName = (path: readonly PropertyKey[]): string =>
  path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`))
    .join('') || 'the file'

function isSafeAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || isLoopback(hostname)
}
