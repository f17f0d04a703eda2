import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { backOff, collect, type Log, lazyPki, Outbox, wait } from '@driftbild/collectors'
import type { Micros } from '@driftbild/core'
import { connectCentre, enrol } from './centre.ts'
import { ConfigError, type EdgeConfig, outboxPath } from './config.ts'
import { type CollectorKey, readKey, writeKey } from './key.ts'
import { type Line, logTo } from './log.ts'
import { type UploadOptions, upload } from './upload.ts'

export interface EdgeOptions {
  config: EdgeConfig
  /** One-time code, for an edge that has no key yet. */
  code?: string | undefined
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
    context: { pki: lazyPki(join(config.folder, 'pki'), now) },
  })
  say({
    event: 'ready',
    devices: config.devices.length,
    epoch: outbox.epoch,
    waiting: outbox.last - outbox.durable,
  })
  try {
    const key = await obtainKey(options, log, signal)
    if (key) {
      const centre = connectCentre(config.api, key)
      await upload({ outbox, centre, log, ...(options.pace ? { pace: options.pace } : {}) }, signal)
    }
  } finally {
    await collector.stop()
    outbox.close()
  }
}

/** The key on disk, or one for the code. Reading the devices doesn't wait for it. Null when told to stop. */
async function obtainKey(options: EdgeOptions, log: Log, signal: AbortSignal): Promise<CollectorKey | null> {
  const { config } = options
  const file = config.key!
  let { code } = options
  let told = false
  for (let failures = 1; !signal.aborted; failures++) {
    const key = readKey(file)
    if (key && key.municipality === config.municipality) return key
    if (key) {
      throw new Error(
        `${file} is a key for municipality ${key.municipality}, the configuration says ${config.municipality}: correct one of them, or enrol again`,
      )
    }
    if (!code) {
      if (!told)
        log(
          'error',
          `${file} is not there: make a one-time code at the centre and enrol with it. Reading goes on, what is read waits in the outbox`,
        )
      told = true
      await wait(2000, signal)
      continue
    }
    const answer = await enrol(config.api, code, config.name, signal)
    if ('value' in answer) {
      writeKey(file, answer.value)
      log('info', `enrolled as collector ${answer.value.collector} of ${answer.value.municipality}`)
      continue
    }
    if ('problem' in answer && answer.problem.status === 403) {
      log(
        'error',
        'the centre does not accept the enrolment code: it was used before or is too old. Make a new one',
      )
      code = undefined
      told = true
      continue
    }
    log(
      'warn',
      'failure' in answer
        ? answer.failure
        : `the centre answered ${answer.problem.status} ${answer.problem.code} to the enrolment`,
    )
    await wait(backOff(failures, { first: 500, most: 30_000 }, Math.random()), signal)
  }
  return null
}
