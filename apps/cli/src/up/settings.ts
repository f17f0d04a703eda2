import { createServer } from 'node:net'
import { z } from 'zod'
import { Mistake } from '../mistake.ts'

const Environment = z.object({
  PORT: z.coerce.number('PORT is a number').int().min(0).max(65535).default(8080),
  DRIFTBILD_DATA: z.string().optional(),
  DATABASE_URL: z.string().optional(),
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
    throw new Mistake(`${issue!.path.join('.')}=${String(env[issue!.path[0] as string])}: ${issue!.message}`)
  }
  return {
    port: parsed.data.PORT,
    dataFolder: parsed.data.DRIFTBILD_DATA || undefined,
    databaseUrl: parsed.data.DATABASE_URL || undefined,
  }
}

/** The port, if it is free, or a free one for 0. */
export async function freePort(port: number): Promise<number> {
  const server = createServer()
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', (cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === 'EADDRINUSE' ? 'is taken by another program' : `can’t be used (${cause.message})`
    reject(
      new Mistake(`port ${port} ${why}`, 'Stop that program, or set PORT to another port, as in PORT=8090.', {
        cause,
      }),
    )
  })
  server.listen(port, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
  })
  return promise
}
