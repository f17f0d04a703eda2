import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DeviceReport, OutboxCounts } from '@driftbild/collectors/status'
import { Micros } from '@driftbild/core'
import { z } from 'zod'
import { CentreRecord } from './centre-record.ts'
import type { EdgeConfig } from './config.ts'
import { OwnClock } from './own-clock.ts'

/** What a running edge knows of itself. It writes it down for whoever looks from outside. */
export const Running = z.object({
  pid: z.int(),
  began: Micros,
  at: Micros,
  devices: z.array(DeviceReport),
  counts: OutboxCounts,
  disk: z.object({ problem: z.string().nullable(), takes: z.boolean() }),
  centre: CentreRecord,
  clock: OwnClock,
  /** Times that the configuration was read anew, and what was wrong with it the last time. */
  reloads: z.object({ count: z.int(), said: z.string(), problem: z.string().nullable() }),
})
export type Running = z.infer<typeof Running>

const fileOf = ({ folder }: EdgeConfig): string => join(folder, 'running.json')

/** A disk that takes nothing is told elsewhere. */
export function writeRunning(config: EdgeConfig, running: Running): void {
  const file = fileOf(config)
  try {
    writeFileSync(`${file}.new`, JSON.stringify(running), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    rmSync(`${file}.new`, { force: true })
  }
}

/** What it last wrote, running or not; null before that, or where another version wrote it. */
export function readRunning(config: EdgeConfig): Running | null {
  try {
    return Running.parse(JSON.parse(readFileSync(fileOf(config), 'utf8')))
  } catch {
    return null
  }
}
