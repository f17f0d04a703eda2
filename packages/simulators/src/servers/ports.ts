import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { z } from 'zod'

const LOOPBACK = '127.0.0.1'
/** Below the range from which systems take ports for outgoing connections, so that they are free next time too. */
const RANGE = { first: 20_000, count: 12_000 }

export interface Ports {
  /**
   * Starts a server on the port that it had before, when that is free, otherwise on a new one. `start` is
   * called again with another port when somebody took the first in between.
   */
  open<T>(server: string, start: (port: number) => Promise<T>): Promise<T>
}

/** Remembers which server had which port in `file`, so that a restart is found where it was. */
export function openPorts(file: string, log: (message: string) => void): Ports {
  const known = remembered(file)
  const given = new Set<number>()
  return {
    async open(server, start) {
      const before = known[server]
      // Two folders seldom begin at the same place, also where they hold servers of the same names.
      const first = before ?? startingPlace(file, server)
      for (let i = 0; i < RANGE.count; i++) {
        const port = i === 0 ? first : RANGE.first + ((first - RANGE.first + i) % RANGE.count)
        if (given.has(port) || !(await isFree(port))) continue
        try {
          const started = await start(port)
          if (before !== undefined && port !== before) {
            log(`port ${before} of ${server} is taken by another program; it has ${port} now`)
          }
          given.add(port)
          known[server] = port
          writeWhole(file, known)
          return started
        } catch (error) {
          if (!/EADDRINUSE/.test(String(error))) throw error
        }
      }
      throw new Error(
        `no free port for ${server} between ${RANGE.first} and ${RANGE.first + RANGE.count - 1} on ${LOOPBACK}`,
      )
    },
  }
}

const Remembered = z.record(z.string(), z.int().min(1).max(65535))

function remembered(file: string): Record<string, number> {
  if (!existsSync(file)) return {}
  try {
    return Remembered.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new Error(
      `${file}, which says who had which port, can’t be read: move it away, new ports are taken then`,
      {
        cause,
      },
    )
  }
}

function startingPlace(file: string, server: string): number {
  const hash = createHash('sha256').update(`${file}\n${server}`).digest()
  return RANGE.first + (hash.readUInt32BE() % RANGE.count)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, LOOPBACK, () => probe.close(() => resolve(true)))
  })
}

function writeWhole(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, JSON.stringify(content, null, 2))
  renameSync(`${file}.new`, file)
}
