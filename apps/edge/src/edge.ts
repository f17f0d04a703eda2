import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { collect, lazyPki, Outbox } from '@driftbild/collectors'
import type { Micros } from '@driftbild/core'
import { connectCentre } from './centre.ts'
import { ConfigError, type EdgeConfig, outboxPath } from './config.ts'
import { obtainKey, ownKey } from './enrolment.ts'
import { type Line, logTo } from './log.ts'
import { type UploadOptions, upload } from './upload.ts'

export interface EdgeOptions {
  config: EdgeConfig
  /** One-time code, for an edge that has no key yet. */
  code?: string | undefined
  /** Where passwords may stand that the configuration only names. */
  environment?: Readonly<Record<string, string | undefined>>
  now: () => Micros
  say: (line: Line) => void
  pace?: UploadOptions['pace']
}

/** Collects and uploads until the signal aborts; then everything that was read is on disk. */
export async function runEdge(options: EdgeOptions, signal: AbortSignal): Promise<void> {
  const { config, now, say } = options
  const log = logTo(say)
  try {
    mkdirSync(config.folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new ConfigError(`folder ${config.folder} can't be made: ${(cause as Error).message}`, { cause })
  }
  const outbox = new Outbox({
    path: outboxPath(config),
    now,
    log,
    limit: config.outbox.limit * 1024 * 1024,
    whenFull: config.outbox.whenFull,
  })
  const collector = collect({
    devices: config.devices,
    outbox,
    now,
    log,
    context: { pki: lazyPki(join(config.folder, 'pki'), now), environment: options.environment ?? {} },
  })
  say({
    event: 'ready',
    devices: config.devices.length,
    epoch: outbox.epoch,
    waiting: outbox.last - outbox.durable,
  })
  try {
    for (;;) {
      const key = await obtainKey(config, options.code, log, signal)
      if (!key) break
      if (outbox.belongsTo(key.collector)) log('info', 'what waits goes to the centre under a new identity')
      const centre = connectCentre(config.api, key)
      const isReplaced = () => ownKey(config)?.key !== key.key
      await upload({ outbox, centre, log, isReplaced, ...(options.pace && { pace: options.pace }) }, signal)
    }
  } finally {
    await collector.stop()
    outbox.close()
  }
}
