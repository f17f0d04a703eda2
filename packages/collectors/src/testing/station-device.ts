import { join } from 'node:path'
import { OpcuaDevice } from '@driftbild/devices'
import { onTestFinished } from 'vitest'
import type { Driver } from '../driver.ts'
import { opcuaDriver } from '../drivers/opcua/driver.ts'
import { lazyPki } from '../drivers/opcua/pki.ts'
import { Outbox } from '../outbox/outbox.ts'
import { runDevice } from '../run-device.ts'
import { collectingSink } from './collecting-sink.ts'
import { stationProfile } from './station-profile.ts'
import { temporaryFolder } from './temporary.ts'

const now = () => Date.now() * 1000

/** A device for the test server's object `Station`, told of every change unless `config` says otherwise. */
export function stationDevice(endpoint: string, config: object = {}): OpcuaDevice {
  return OpcuaDevice.parse({
    id: 'station',
    profile: stationProfile.id,
    protocol: 'opcua',
    endpoint,
    object: '1:Station',
    security: 'None',
    sampling: 0,
    publishing: 50,
    signals: { pressure: 'S1/pressure', level: 'S1/level' },
    ...config,
  })
}

export const stationDriver = (
  endpoint: string,
  config: object = {},
  pki = join(temporaryFolder(), 'pki'),
): Driver =>
  opcuaDriver(stationDevice(endpoint, config), stationProfile, {
    now,
    pki: lazyPki(pki, now),
    environment: { STATION_PASSWORD: 'from the environment' },
    lookAgain: 200,
  })

/** Runs the driver once, into a sink that the test looks at. */
export function startStation(endpoint: string, config: object = {}, sink = collectingSink(), pki?: string) {
  const stop = new AbortController()
  const run = stationDriver(endpoint, config, pki).run(sink, stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await run
  })
  return { sink, stop, run }
}

/** Collects its pressure into a real outbox, as the edge does, until `stop`. */
export function collectStation(endpoint: string, path: string, config: object = {}) {
  const outbox = new Outbox({ path, now, log: () => undefined })
  const abort = new AbortController()
  const messages: string[] = []
  const { done } = runDevice(
    {
      id: 'station',
      keys: ['S1/pressure'],
      driver: stationDriver(endpoint, { signals: { pressure: 'S1/pressure' }, ...config }),
      outbox,
      now,
      readBefore: outbox.aliveBefore,
      tolerance: Number.POSITIVE_INFINITY,
      log: (_, message) => void messages.push(message),
      backOff: { first: 50, most: 200 },
    },
    abort.signal,
  )
  const stop = async () => {
    abort.abort()
    await done
    outbox.close()
  }
  onTestFinished(stop)
  const values = () =>
    outbox
      .read(0, 1e6)
      .flatMap((e) => (e.kind === 'reading' && 'value' in e.reading ? [e.reading.value] : []))
  const silences = () => outbox.read(0, 1e6).flatMap((e) => (e.kind === 'silence' ? [e.silence] : []))
  return { outbox, stop, values, silences, messages }
}
