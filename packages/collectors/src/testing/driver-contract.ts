import { statusCodes } from '@driftbild/core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Driver } from '../driver.ts'
import { type CollectingSink, collectingSink } from './collecting-sink.ts'
import { T0 } from './readings.ts'
import { until } from './until.ts'

/** A device with one signal, as a driver's test can play it. */
export interface DeviceFixture {
  key: string
  /** Where it listens, as its failures should name it. */
  address: string
  driver: Driver
  start(): Promise<void>
  stop(): Promise<void>
  /** Its value from now on; null is "no value". */
  put(value: number | null, sourceTime: number): void
}

/** What every driver does, whatever it speaks. */
export function driverContract(name: string, make: () => Promise<DeviceFixture>): void {
  // A server's start takes its time on a machine that is busy with others.
  vi.setConfig({ testTimeout: 30_000 })
  describe(`the ${name} driver`, () => {
    test('delivers each value with the time that the device gave it', async () => {
      const { device, sink } = await running(make)
      device.put(1.5, T0 + 1e6)
      await until('the first value', () => sink.values(device.key).includes(1.5))
      device.put(2.5, T0 + 2e6)
      await until('the second value', () => sink.values(device.key).includes(2.5))
      const reading = sink.taken.find((t) => 'value' in t.reading && t.reading.value === 2.5)
      expect(reading).toMatchObject({
        key: device.key,
        unit: 'bar',
        kind: 'measure',
        reading: { sourceTime: T0 + 2e6, status: 0, clock: 'device' },
      })
      expect(sink.heardKeys).toContain(device.key)
    })

    test('delivers a missing value as a reason, with its time', async () => {
      const { device, sink } = await running(make)
      device.put(null, T0 + 3e6)
      await until('the reason', () => sink.taken.some((t) => 'reason' in t.reading))
      const { reading } = sink.taken.find((t) => 'reason' in t.reading)!
      expect(reading).toMatchObject({ sourceTime: T0 + 3e6, status: statusCodes.BadNoData })
      expect(reading).not.toHaveProperty('value')
    })

    test('says where nothing answers, and reads once something does', async () => {
      const device = await make()
      const { signal } = abortAtEnd()
      const sink = collectingSink()
      const failure = await device.driver.run(sink, signal)
      expect(failure).toMatchObject({
        reason: 'unreachable',
        message: expect.stringContaining(device.address),
      })
      expect(sink.taken).toEqual([])
      await device.start()
      device.put(4.5, T0 + 4e6)
      void keepRunning(device.driver, sink, signal)
      await until('a value', () => sink.values(device.key).includes(4.5))
    })

    test('stops when it is told to, and has not failed then', async () => {
      const device = await make()
      await device.start()
      device.put(1, T0)
      const stop = abortAtEnd()
      const sink = collectingSink()
      const run = device.driver.run(sink, stop.signal)
      await until('a value', () => sink.taken.length > 0)
      stop.abort()
      expect(await run).toBeNull()
      const after = sink.taken.length
      device.put(2, T0 + 1e6)
      await new Promise((resolve) => setTimeout(resolve, 150))
      expect(sink.taken).toHaveLength(after)
    })

    test('goes on by itself after the device was restarted', async () => {
      const { device, sink } = await running(make)
      device.put(1.5, T0 + 1e6)
      await until('a value', () => sink.values(device.key).includes(1.5))
      await device.stop()
      await device.start()
      device.put(7.5, T0 + 7e6)
      await until('a value after it', () => sink.values(device.key).includes(7.5))
    })
  })
}

async function running(
  make: () => Promise<DeviceFixture>,
): Promise<{ device: DeviceFixture; sink: CollectingSink }> {
  const device = await make()
  await device.start()
  const sink = collectingSink()
  void keepRunning(device.driver, sink, abortAtEnd().signal)
  return { device, sink }
}

/** What its caller does: run it again when it failed. */
async function keepRunning(driver: Driver, sink: CollectingSink, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await driver.run(sink, signal)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function abortAtEnd(): AbortController {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  return stop
}
