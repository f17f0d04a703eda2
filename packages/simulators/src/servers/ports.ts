import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { z } from 'zod'

const LOOPBACK = '127.0.0.1'
/** Below the range from which systems take ports for outgoing connections, so that they are free next time too. */
const RANGE = { first: 20_000, count: 12_000 }

export interface Ports {
  /** The port that this server had before when it is free, otherwise a new one. */
  choose(server: string): Promise<number>
}

/** Remembers which server had which port in `file`, so that a restart is found where it was. */
export function openPorts(file: string, log: (message: string) => void): Ports {
  const known = existsSync(file) ? Remembered.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  const given = new Set<number>()
  return {
    async choose(server) {
      const before = known[server]
      const first = before ?? startingPlace(server)
      for (let i = 0; i < RANGE.count; i++) {
        const port = i === 0 ? first : RANGE.first + ((first - RANGE.first + i) % RANGE.count)
        if (given.has(port) || !(await isFree(port))) continue
        if (before !== undefined && port !== before) {
          log(`port ${before} of ${server} is taken by another program; it has ${port} now`)
        }
        given.add(port)
        known[server] = port
        writeWhole(file, known)
        return port
      }
      throw new Error(
        `no free port for ${server} between ${RANGE.first} and ${RANGE.first + RANGE.count - 1} on ${LOOPBACK}`,
      )
    },
  }
}

const Remembered = z.record(z.string(), z.int().min(1).max(65535))

function startingPlace(server: string): number {
  return RANGE.first + (createHash('sha256').update(server).digest().readUInt32BE() % RANGE.count)
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
