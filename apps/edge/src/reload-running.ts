import { setTimeout as sleep } from 'node:timers/promises'
import { isCollecting } from '@driftbild/collectors/status'
import { ConfigError, type EdgeConfig, outboxPath } from './config.ts'
import { readRunning } from './running.ts'

/** Milliseconds that a running edge is waited for: devices that change are stopped first. */
const PATIENCE = 60_000
const LOOK = 50

/** Has the edge that runs on this folder read its configuration again; gives what it says to that. */
export async function reloadRunning(config: EdgeConfig): Promise<string> {
  const before = isCollecting(outboxPath(config)) ? readRunning(config) : null
  if (!before) throw new Error(`no edge runs on ${config.folder}: the configuration is read when it starts`)
  process.kill(before.pid, 'SIGHUP')
  for (let waited = 0; waited < PATIENCE; waited += LOOK) {
    await sleep(LOOK)
    const after = readRunning(config)
    if (!after || (after.pid === before.pid && after.reloads.count === before.reloads.count)) continue
    if (after.reloads.problem) throw new ConfigError(after.reloads.problem)
    return after.reloads.said
  }
  throw new Error(
    `the edge (process ${before.pid}) did not answer within ${PATIENCE / 1000} s: its log says why`,
  )
}
