import { join } from 'node:path'
import { isLoopback } from '@driftbild/core'
import { z } from 'zod'

const Environment = z
  .object({
    DATABASE_URL: z
      .string('where the database is: postgresql://user:password@host:5432/name')
      .regex(
        /^postgres(ql)?:\/\//,
        'an address of a database reads postgresql://user:password@host:5432/name',
      ),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(1).max(65535).default(8080),
    /** The address people type; behind a proxy it is the proxy's. */
    DRIFTBILD_URL: z.url({ protocol: /^https?$/ }).optional(),
    DRIFTBILD_DATA: z.string().min(1).default('.data'),
    /** Folder with the built web. */
    DRIFTBILD_WEB: z.string().min(1).optional(),
    DRIFTBILD_SECRET_FILE: z.string().min(1).optional(),
    /** Where the rain ahead is asked for, with {lon} and {lat} in it; nobody is asked without. */
    DRIFTBILD_RAIN_FORECAST: z
      .string()
      .refine(
        isForecastAddress,
        'the address of a forecast is https:// (plain http:// on this machine only) and names {lon} and {lat}',
      )
      .optional(),
    /** A person's word that a proxy with TLS stands in front. */
    DRIFTBILD_BEHIND_PROXY: z.enum(['1', '0']).default('0'),
    /** Keeps running when standard input closes: nobody holds it under a service manager. */
    DRIFTBILD_DETACHED: z.enum(['1', '0']).default('0'),
  })
  .superRefine((env, ctx) => {
    if (env.DRIFTBILD_BEHIND_PROXY === '1') {
      if (env.DRIFTBILD_URL?.startsWith('https://')) return
      ctx.addIssue({
        code: 'custom',
        path: ['DRIFTBILD_URL'],
        message: 'DRIFTBILD_BEHIND_PROXY=1 needs the https:// address that people use',
      })
    } else if (!isLoopback(env.HOST)) {
      ctx.addIssue({
        code: 'custom',
        path: ['HOST'],
        message: `plain HTTP is served on loopback only, not on ${env.HOST}; put a proxy with TLS in front and set DRIFTBILD_BEHIND_PROXY=1`,
      })
    } else if (env.DRIFTBILD_URL && !isLoopbackUrl(env.DRIFTBILD_URL)) {
      ctx.addIssue({
        code: 'custom',
        path: ['DRIFTBILD_URL'],
        message: `nobody reaches ${env.DRIFTBILD_URL} on loopback; put a proxy with TLS in front and set DRIFTBILD_BEHIND_PROXY=1`,
      })
    }
  })

function isForecastAddress(address: string): boolean {
  if (!address.includes('{lon}') || !address.includes('{lat}')) return false
  const url = URL.parse(address.replace('{lon}', '0').replace('{lat}', '0'))
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
}

/** By what stands after #, which is never sent; else SMHI by its name, others by their host. */
function serviceName(address: string): string {
  const { hostname, hash } = new URL(address.replace('{lon}', '0').replace('{lat}', '0'))
  if (hash.length > 1) return decodeURIComponent(hash.slice(1))
  return hostname === 'smhi.se' || hostname.endsWith('.smhi.se') ? 'SMHI' : hostname
}

const isLoopbackUrl = (url: string): boolean => isLoopback(new URL(url).hostname)

/** Everything that the environment may say. */
export const environmentNames: readonly string[] = Object.keys(Environment.shape)

export interface Settings {
  databaseUrl: string
  host: string
  port: number
  baseUrl: string | null
  dataFolder: string
  webFolder: string | null
  secretFile: string
  blobFolder: string
  exportFolder: string
  importFolder: string
  preparedFolder: string
  /** Address of a weather service with places for the point; null: none is asked. */
  rainForecast: { url: string; name: string } | null
  behindProxy: boolean
  detached: boolean
}

/** The environment, read once. Throws one error that names every variable that is wrong and why. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const parsed = Environment.safeParse(env)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`the environment can't be used: ${lines.join('; ')}`)
  }
  const { data } = parsed
  return {
    databaseUrl: data.DATABASE_URL,
    host: data.HOST,
    port: data.PORT,
    baseUrl: data.DRIFTBILD_URL ?? null,
    dataFolder: data.DRIFTBILD_DATA,
    webFolder: data.DRIFTBILD_WEB ?? null,
    secretFile: data.DRIFTBILD_SECRET_FILE ?? join(data.DRIFTBILD_DATA, 'api', 'secret'),
    exportFolder: join(data.DRIFTBILD_DATA, 'api', 'exports'),
    importFolder: join(data.DRIFTBILD_DATA, 'api', 'imports'),
    preparedFolder: join(data.DRIFTBILD_DATA, 'api', 'prepared'),
    blobFolder: join(data.DRIFTBILD_DATA, 'api', 'blobs'),
    rainForecast: data.DRIFTBILD_RAIN_FORECAST
      ? { url: data.DRIFTBILD_RAIN_FORECAST, name: serviceName(data.DRIFTBILD_RAIN_FORECAST) }
      : null,
    behindProxy: data.DRIFTBILD_BEHIND_PROXY === '1',
    detached: data.DRIFTBILD_DETACHED === '1',
  }
}
