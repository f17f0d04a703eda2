import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Micros } from '@driftbild/core'
import { createRing, openCertificates, startOpcuaServer } from '@driftbild/simulators/servers'
import { NAMESPACES, PLC_OBJECT, plcPath, signalsOf } from '../site.ts'
import type { Playing, PlayRequest } from './playing.ts'

/** Values that it remembers of each variable: more than a run makes, so that it can serve all of them. */
const REMEMBERED = 20_000
const EVERY = 200
const NAME = 'plc'

/**
 * An OPC UA server whose variables remember what they were. Every value is in the log before the server has it,
 * so its history after a restart is the log.
 */
export async function playPlc({ folder, port, log, clock, now, flags }: PlayRequest): Promise<Playing> {
  const pki = join(folder, 'pki')
  if (flags.has('new-certificate')) rmSync(join(pki, `own/certs/${NAME}.pem`), { force: true })
  const keys = signalsOf.plc
  const histories = new Map(keys.map((key) => [key, createRing(REMEMBERED)]))
  const counts = new Map<string, number>()
  const newest = new Map<string, { time: Micros; value: number; status: number }>()
  for (const { key, time, value } of log.remembered.values) {
    histories.get(key)!.add({ time, value, status: 0 })
    counts.set(key, value)
    newest.set(key, { time, value, status: 0 })
  }
  const variables = keys.map((key, i) => ({
    key,
    namespaces: NAMESPACES,
    object: PLC_OBJECT,
    point: { path: plcPath(i), kind: { type: 'measure' as const } },
    history: histories.get(key)!,
  }))
  const certificates = await openCertificates(pki, now)
  const server = await startOpcuaServer({
    name: NAME,
    port,
    security: ['SignAndEncrypt'],
    certificates,
    // Namespaces are numbered as variables ask for them.
    variables: flags.has('reversed') ? variables.toReversed() : variables,
    now,
  })
  for (const [key, observed] of newest) server.set(key, observed)

  const making = setInterval(() => {
    const at = now()
    const made = keys.map((key) => {
      const value = (counts.get(key) ?? 0) + 1
      counts.set(key, value)
      return { key, time: clock(), value, at }
    })
    log.append(made)
    for (const { key, time, value } of made) {
      histories.get(key)!.add({ time, value, status: 0 })
      server.set(key, { time, value, status: 0 })
    }
  }, EVERY)
  return { port: server.port, thumbprint: server.thumbprint, still: () => clearInterval(making) }
}
