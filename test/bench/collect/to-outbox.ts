import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Outbox } from '@driftbild/collectors'
import { outboxStatus } from '@driftbild/collectors/status'
import { BATCH_LIMIT, hasValue, type Kommunkod, type OutboxReading } from '@driftbild/core'
import type { DeviceConfig } from '@driftbild/devices'
import { eventually, type Started, startProcess } from '../../chain/process.ts'
import { percentile, usageOf } from './usage.ts'

const edgeMain = fileURLToPath(new URL('../../../apps/edge/src/main.ts', import.meta.url))
/** Milliseconds after the first values until a window is measured. */
const WARM = 3000
/** Milliseconds after which nothing more is on its way. */
const QUIET = 2000

export interface ToOutbox {
  /** Values a second that were on disk, over the window. */
  rate: number
  served: number
  lost: number
  cpuPerMillion: number
  /** Milliseconds, received − source; null where the devices have no clock. */
  lag: { p50: number; p99: number } | null
  /** At the beginning of the window, and after each minute of it. */
  megabytes: number[]
}

export interface EdgeAtBench {
  process: Started
  outbox: string
}

/** Starts an edge on these devices; without a code it collects and waits for a key. */
export function startEdge(
  folder: string,
  municipality: Kommunkod,
  api: string,
  devices: DeviceConfig[],
  code?: string,
): EdgeAtBench {
  // JSON is YAML too, and forty thousand points are read much faster so.
  const config = join(folder, 'edge.yaml')
  writeFileSync(config, JSON.stringify({ municipality, api, folder, devices }))
  const words = ['--config', config, ...(code ? ['--enrol', code] : [])]
  return { process: startProcess(edgeMain, words), outbox: join(folder, 'outbox.sqlite') }
}

/** Values a second in the window, by a count that is asked for at its ends; what else was used meanwhile. */
export async function measureWindow(pid: number, seconds: number, count: () => Promise<number>, warm = WARM) {
  await sleep(warm)
  const [before, from, at] = [usageOf(pid), await count(), performance.now()]
  const megabytes = [before.megabytes]
  for (let left = seconds; left > 0; left -= 60) {
    await sleep(Math.min(60, left) * 1000)
    megabytes.push(usageOf(pid).megabytes)
  }
  const [after, to, end] = [usageOf(pid), await count(), performance.now()]
  const took = (end - at) / 1000
  return {
    rate: (to - from) / took,
    cpuPerMillion: to > from ? ((after.cpu - before.cpu) * 1e6) / (to - from) : 0,
    megabytes: megabytes.map(Math.round),
  }
}

/** Tells the servers to stop, and gives how many values they had served. */
export async function servedBy(servers: Started): Promise<number> {
  const before = servers.lines.filter((line) => line.event === 'still').length
  servers.child.stdin!.write('still\n')
  return eventually('the servers say what they served', async () => {
    const lines = servers.lines.filter((line) => line.event === 'still')
    return lines.length > before && Number(lines.at(-1)!.served)
  })
}

/** Resolves when all that the servers have is read by somebody. */
export const untilRead = (servers: Started): Promise<boolean> =>
  eventually(
    'the servers are read',
    async () => servers.lines.findLast((l) => /^(read|left)$/.test(l.event))?.event === 'read',
  )

/** From the devices to a disk that has heard of a sync, with no centre. */
export async function measureToOutbox(
  servers: Started,
  { process: edge, outbox }: EdgeAtBench,
  seconds: number,
  warm?: number,
): Promise<ToOutbox> {
  await untilRead(servers)
  servers.child.stdin!.write('go\n')
  const written = async () => outboxStatus(outbox)?.last ?? 0
  const window = await measureWindow(edge.child.pid!, seconds, written, warm)
  const served = await servedBy(servers)
  await untilSettled(outbox)
  await edge.stop()
  const { values, lags } = readOutbox(outbox)
  const [p50, p99] = [percentile(lags, 0.5), percentile(lags, 0.99)]
  return {
    ...window,
    served,
    lost: served - values,
    lag: p50 === null || p99 === null ? null : { p50: p50 / 1000, p99: p99 / 1000 },
  }
}

/** When what was on its way is in the outbox: the number it ends with then. */
export async function untilSettled(outbox: string): Promise<number> {
  let last = -1
  await eventually('nothing more comes into the outbox', async () => {
    const before = last
    last = outboxStatus(outbox)?.last ?? 0
    await sleep(QUIET)
    return last > 0 && last === before
  })
  return last
}

/** Runs of entries of an outbox that nobody writes to, those with a value. */
export function* valuesOf(path: string): Generator<OutboxReading[]> {
  const outbox = new Outbox({ path, now: () => Date.now() * 1000, log: () => undefined })
  try {
    for (let after = 0; after < outbox.last; ) {
      const entries = outbox.read(after, BATCH_LIMIT)
      const last = entries.at(-1)
      if (!last) break
      after = last.sequence
      yield entries.filter(
        (entry): entry is OutboxReading => entry.kind === 'reading' && hasValue(entry.reading),
      )
    }
  } finally {
    outbox.close()
  }
}

function readOutbox(path: string): { values: number; lags: Float64Array } {
  const lags: number[] = []
  let values = 0
  for (const run of valuesOf(path)) {
    values += run.length
    for (const { reading } of run) {
      if (reading.clock === 'device') lags.push(reading.receivedTime - reading.sourceTime)
    }
  }
  return { values, lags: Float64Array.from(lags).sort() }
}
