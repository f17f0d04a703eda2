import { join } from 'node:path'
import { fromMillis, HOUR, SECOND } from '@driftbild/core'
import { expect, onTestFinished, test } from 'vitest'
import { collectingSink } from '../../testing/collecting-sink.ts'
import { opcuaServer } from '../../testing/opcua-server.ts'
import { stationDevice } from '../../testing/station-device.ts'
import { stationProfile } from '../../testing/station-profile.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { until } from '../../testing/until.ts'
import { opcuaDriver } from './driver.ts'
import { lazyPki } from './pki.ts'

test('a collector whose clock is an hour behind reads the history to its end all the same', async () => {
  const now = () => fromMillis(Date.now()) - HOUR
  const from = fromMillis(Date.now()) - 30 * SECOND
  const server = await opcuaServer({ variables: { Pressure: { history: true, initial: [1, from] } } })
  for (let i = 2; i <= 20; i++) server.put('Pressure', i, from + i * SECOND)
  const sink = collectingSink()
  sink.cursors.set('S1/pressure', from)
  // What comes live comes later than the history: it must not say how far that goes.
  const device = stationDevice(server.endpoint, { signals: { pressure: 'S1/pressure' }, publishing: 3000 })
  const pki = lazyPki(join(temporaryFolder(), 'pki'), now)
  const stop = new AbortController()
  const run = opcuaDriver(device, stationProfile, { now, pki, environment: {} }).run(sink, stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await run
  })
  await until('the newest value', () => sink.values('S1/pressure').includes(20))
  expect(new Set(sink.values('S1/pressure'))).toEqual(new Set(Array.from({ length: 20 }, (_, i) => i + 1)))
})
