import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Mistake } from '../mistake.ts'
import { openDataFolder } from '../up/folder.ts'
import { findRunning } from '../up/running.ts'

/** What a command about people needs of the centre that they sign in to. */
export interface CentrePlace {
  databaseUrl: string
  secretFile: string
  baseUrl: string
}

const Server = z.object({
  DATABASE_URL: z.string().min(1),
  DRIFTBILD_URL: z.url({
    protocol: /^https?$/,
    error: 'DRIFTBILD_URL is missing: the address that people use',
  }),
  DRIFTBILD_DATA: z.string().min(1).default('.data'),
  DRIFTBILD_SECRET_FILE: z.string().min(1).optional(),
})

/** The Driftbild that is up with the data folder; with DATABASE_URL the centre that has that environment. */
export function centrePlace(env: NodeJS.ProcessEnv): CentrePlace {
  if (env.DATABASE_URL && env.DRIFTBILD_URL) return serverPlace(env)
  const { root } = openDataFolder(env.DRIFTBILD_DATA)
  const { databaseUrl, address } = findRunning(root)
  return { databaseUrl, secretFile: join(root, 'api', 'secret'), baseUrl: address }
}

function serverPlace(env: NodeJS.ProcessEnv): CentrePlace {
  const parsed = Server.safeParse(env)
  if (!parsed.success) throw new Mistake(parsed.error.issues[0]!.message)
  const { DATABASE_URL, DRIFTBILD_URL, DRIFTBILD_DATA, DRIFTBILD_SECRET_FILE } = parsed.data
  return {
    databaseUrl: DATABASE_URL,
    secretFile: DRIFTBILD_SECRET_FILE ?? join(resolve(DRIFTBILD_DATA), 'api', 'secret'),
    baseUrl: DRIFTBILD_URL,
  }
}
