import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Mistake } from '../mistake.ts'

const FILE = 'running.json'

const Running = z.object({ address: z.string(), databaseUrl: z.string(), pid: z.int() })
/** What another command needs to work with a Driftbild that is up. */
export type Running = z.infer<typeof Running>

/** Notes in the data folder where this Driftbild is reached. Gives what takes the note away again. */
export function noteRunning(folder: string, running: Running): () => void {
  const path = join(folder, FILE)
  writeFileSync(path, JSON.stringify(running), { mode: 0o600 })
  return () => rmSync(path, { force: true })
}

/** The Driftbild that is up with this data folder; a Mistake when there is none. */
export function findRunning(folder: string): Running {
  const advice = 'Start it in another terminal: npx --yes pnpm@12 start'
  try {
    const running = Running.parse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')))
    process.kill(running.pid, 0)
    return running
  } catch (cause) {
    throw new Mistake(`no Driftbild is up with the data folder ${folder}`, advice, { cause })
  }
}
