import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { collect, lazyPki, Outbox } from '@driftbild/collectors'
import { type Micros, SECOND } from '@driftbild/core'
import { connectCentre } from './centre.ts'
import { emptyRecord, recorded } from './centre-record.ts'
import { obeyCommands } from './commanding.ts'
import { ConfigError, type EdgeConfig, outboxPath } from './config.ts'
import { obtainKey, ownKey } from './enrolment.ts'
import { httpPort } from './http/server.ts'
import { type Line, logTo } from './log.ts'
import { guardClock } from './own-clock.ts'
import { assertSameEdge, changesText, meansOtherCentre, oneAtATime, takeUp } from './reload.ts'
import { type Running, writeRunning } from './running.ts'
import { edgeStatus } from './status.ts'
import { type UploadOptions, upload } from './upload.ts'

export interface EdgeOptions {
  /** Reads the configuration, anew each time. */
  read: () => EdgeConfig
  /** One-time code, for an edge that has no key yet. */
  code?: string | undefined
  /** Where passwords may stand that the configuration only names. */
  environment?: Readonly<Record<string, string | undefined>>
  /** Calls back whenever the configuration is to be read again. */
  whenToReload?: (then: () => void) => void
  now: () => Micros
  say: (line: Line) => void
  pace?: UploadOptions['pace']
}

/** Milliseconds between two times that it writes down what it knows of itself. */
const WRITE_DOWN = 10_000

/** Collects and uploads until the signal aborts; then everything that was read is on disk. */
export async function runEdge(options: EdgeOptions, signal: AbortSignal): Promise<void> {
  const { now, say } = options
  const log = logTo(say)
  let config = options.read()
  try {
    mkdirSync(config.folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new ConfigError(`folder ${config.folder} can't be made: ${(cause as Error).message}`, { cause })
  }
  const outbox = new Outbox({ path: outboxPath(config), now, log, ...roomOf(config) })
  const collector = collect({
    devices: config.devices,
    outbox,
    now,
    log,
    tolerance: config.clock.tolerance * SECOND,
    context: { pki: lazyPki(join(config.folder, 'pki'), now), environment: options.environment ?? {} },
  })
  const monotonic = () => performance.now()
  const clock = guardClock({ now, monotonic, log, book: outbox.clocks }, () => collector.forgetClocks())

  const began = now()
  const centre = emptyRecord()
  const reloads: Running['reloads'] = { count: 0, said: '', problem: null }
  const running = (): Running => ({
    pid: process.pid,
    began,
    at: now(),
    devices: collector.reports(),
    counts: outbox.counts,
    disk: outbox.disk,
    centre,
    clock: clock.report(),
    reloads,
  })
  const http = httpPort(() => edgeStatus(config, running()), now)
  const writing = setInterval(() => writeRunning(config, running()), WRITE_DOWN)
  /** Ends when another centre is meant. */
  let meant = new AbortController()

  async function apply(): Promise<string> {
    const wanted = options.read()
    assertSameEdge(config, wanted)
    await http.listen(wanted.http?.port ?? null)
    outbox.limitTo(roomOf(wanted))
    const changes = await collector.change(wanted.devices, wanted.clock.tolerance * SECOND)
    const isOther = meansOtherCentre(config, wanted)
    config = wanted
    if (isOther) meant.abort()
    return changesText(changes)
  }
  const reload = oneAtATime(async () => {
    if (signal.aborted) return
    const { said, problem } = await takeUp(apply, log)
    Object.assign(reloads, { count: reloads.count + 1, said, problem })
    writeRunning(config, running())
  })

  try {
    await http.listen(config.http?.port ?? null)
    options.whenToReload?.(reload.ask)
    writeRunning(config, running())
    say({
      event: 'ready',
      devices: config.devices.length,
      epoch: outbox.epoch,
      waiting: outbox.last - outbox.durable,
    })
    while (!signal.aborted) {
      meant = new AbortController()
      const either = AbortSignal.any([signal, meant.signal])
      const key = await obtainKey(config, options.code, log, either)
      if (!key) continue
      if (outbox.belongsTo(key.collector)) log('info', 'what waits goes to the centre under a new identity')
      const { api } = config
      const connection = connectCentre(api, key, clock.heard)
      const known = recorded(connection, centre, now)
      const isReplaced = () => ownKey(config)?.key !== key.key
      const { pace } = options
      const uploaded = new AbortController()
      const obeying = obeyCommands(
        {
          centre: connection,
          log,
          isAllowed: () => collector.allowsCommands(),
          write: (command, end) => collector.write(command, end),
        },
        AbortSignal.any([either, uploaded.signal]),
      )
      await upload({ outbox, centre: known, log, isReplaced, ...(pace && { pace }) }, either)
      uploaded.abort()
      await obeying
    }
  } finally {
    clearInterval(writing)
    clock.stop()
    await reload.settled()
    await http.close()
    await collector.stop()
    outbox.close()
  }
}

const roomOf = ({ outbox: { limit, whenFull } }: EdgeConfig) => ({ limit: limit * 1024 * 1024, whenFull })
