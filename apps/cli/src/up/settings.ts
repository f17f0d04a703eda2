import { z } from 'zod'
import { Mistake } from '../mistake.ts'

const PORTS = 'a port is a number from 0 to 65535; 0 takes a free one'

const Environment = z.object({
  PORT: z.coerce.number(PORTS).int(PORTS).min(0, PORTS).max(65535, PORTS).default(8080),
  DRIFTBILD_DATA: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^(postgres(ql)?:\/\/.*)?$/,
      'an address of a database reads postgresql://user:password@host:5432/name',
    )
    .optional(),
})

export interface UpSettings {
  port: number
  dataFolder: string | undefined
  databaseUrl: string | undefined
}

export function readUpSettings(env: NodeJS.ProcessEnv): UpSettings {
  const parsed = Environment.safeParse(env)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    // Not its value: an address may hold a password.
    throw new Mistake(`${issue!.path.join('.')}: ${issue!.message}`)
  }
  return {
    port: parsed.data.PORT,
    dataFolder: parsed.data.DRIFTBILD_DATA || undefined,
    databaseUrl: parsed.data.DATABASE_URL || undefined,
  }
}
