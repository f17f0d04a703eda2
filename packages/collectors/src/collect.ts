import type { Micros } from '@driftbild/core'
import { type DeviceConfig, findProfile, listPoints, mapped } from '@driftbild/devices'
import { CLOCK_TOLERANCE } from './clock-watch.ts'
import type { CommandResult } from './command.ts'
import { type DeviceChanges, deviceChanges } from './device-changes.ts'
import type { DeviceReport } from './device-report.ts'
import type { Log } from './driver.ts'
import { type DriverContext, makeDriver } from './drivers/index.ts'
import { type ModbusLines, modbusLines } from './drivers/modbus/line.ts'
import type { Outbox } from './outbox/outbox.ts'
import { removedKeys } from './removed-keys.ts'
import { type DeviceLoop, runDevice } from './run-device.ts'
import { allowsCommands, type SignalCommand, writeSignal } from './site-commands.ts'

export interface Collector {
  reports(): DeviceReport[]
  /** Our own clock was set: how far others are off has to be found anew. */
  forgetClocks(): void
  /**
   * Goes on with these devices. Those that stay as they are aren't touched; those that change are stopped, and
   * begin anew where they were; the signals of those that go have a silence from now on. One change at a time.
   */
  change(devices: readonly DeviceConfig[], tolerance?: Micros): Promise<DeviceChanges>
  /** Whether any of the devices may be written to. */
  allowsCommands(): boolean
  /**
   * Writes a value to the device that gives the signal, once, as its configuration allows, and not after the signal
   * aborted.
   */
  write(command: SignalCommand, end: AbortSignal): Promise<CommandResult>
  /** Ends every device's loop; what they handed over last is in the outbox then. */
  stop(): Promise<void>
}

export interface CollectOptions {
  devices: readonly DeviceConfig[]
  outbox: Outbox
  now: () => Micros
  log: Log
  context: Omit<DriverContext, 'now' | 'lines'>
  /** Given where somebody else shares them. */
  lines?: ModbusLines
  /** How far a device's clock may be off. */
  tolerance?: Micros
}

interface Running {
  loop: DeviceLoop
  abort: AbortController
}

/**
 * Reads every device of a site, each in a loop of its own, and closes what an earlier life left open. The
 * devices must have passed `deviceProblems`.
 */
export function collect(options: CollectOptions): Collector {
  const { outbox, now, log, lines = modbusLines() } = options
  const running = new Map<string, Running>()
  let devices = options.devices
  let tolerance = options.tolerance ?? CLOCK_TOLERANCE

  function start(device: DeviceConfig, readBefore: Micros | null): void {
    const profile = findProfile(device.profile)
    if (!profile) throw new Error(`device ${device.id} has unknown profile ${device.profile}`)
    const abort = new AbortController()
    const loop = runDevice(
      {
        id: device.id,
        keys: keysOf(device),
        driver: makeDriver(device, profile, { ...options.context, now, lines }),
        outbox,
        now,
        log,
        readBefore,
        tolerance,
      },
      abort.signal,
    )
    running.set(device.id, { loop, abort })
  }

  async function stop(ids: Iterable<string>): Promise<Running[]> {
    const stopped = [...ids].flatMap((id) => running.get(id) ?? [])
    for (const { abort } of stopped) abort.abort()
    await Promise.all(stopped.map(({ loop }) => loop.done))
    return stopped
  }

  for (const silence of outbox.openSilences()) {
    if (silence.reason === 'removed') continue
    outbox.closeSilence(silence.id, outbox.aliveBefore ?? silence.from)
  }
  // Whether they still are off is found anew.
  for (const { device, from } of outbox.clocks.list()) outbox.clocks.close(device, outbox.aliveBefore ?? from)
  tellRemoved(outbox, devices, outbox.aliveBefore ?? now())
  for (const device of devices) start(device, outbox.aliveBefore)

  return {
    reports: () => [...running.values()].map(({ loop }) => loop.report()),
    forgetClocks: () => running.forEach(({ loop }) => void loop.forgetClock()),
    async change(wanted, within) {
      if (within !== undefined) tolerance = within
      for (const { loop } of running.values()) loop.tolerateClock(tolerance)
      const changes = deviceChanges(devices, wanted)
      const stopped = await stop([...changes.changed, ...changes.removed])
      for (const { loop } of stopped) loop.settle()
      for (const id of changes.removed) running.delete(id)
      const at = now()
      devices = wanted
      tellRemoved(outbox, devices, at)
      outbox.flush()
      const restarted = new Set(changes.changed)
      const begins = new Set([...changes.changed, ...changes.added])
      for (const device of devices) {
        if (begins.has(device.id)) start(device, restarted.has(device.id) ? at : null)
      }
      return changes
    },
    allowsCommands: () => allowsCommands(devices),
    write: (command, end) => writeSignal(devices, { ...options.context, lines }, command, end),
    async stop() {
      await stop(running.keys())
    },
  }
}

function keysOf(device: DeviceConfig): string[] {
  const profile = findProfile(device.profile)
  return profile ? mapped(listPoints(profile, device), device.signals).map((p) => p.key) : []
}

/** Signals that no device gives any more have a silence; those that come back have theirs ended. */
function tellRemoved(outbox: Outbox, devices: readonly DeviceConfig[], at: Micros): void {
  const { gone, back } = removedKeys(outbox.knownKeys(), devices.flatMap(keysOf), outbox.openSilences())
  for (const silence of back) outbox.closeSilence(silence.id, at)
  if (gone.length > 0) outbox.openSilence({ signals: gone, from: at, to: null, reason: 'removed' })
}
