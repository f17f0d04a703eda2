import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseTime, statusCodes } from '@driftbild/core'
import { findProfile, type OpcuaProfile } from '@driftbild/devices'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectTestClient, type TestClient } from '../testing/opcua-client.ts'
import { type CertificateStore, openCertificates } from './certificates.ts'
import { createRing, type Observed } from './history.ts'
import { type RunningOpcuaServer, startOpcuaServer } from './opcua-server.ts'

/** Machines that are busy with other tests are slow; nothing here is about time. */
const SOON = { timeout: 30_000 }

const profile = findProfile('generic/vsd-pump') as OpcuaProfile
const namespaces = [...profile.namespaces, 'urn:site']
const now = () => parseTime('2026-03-01T12:00:00Z')
const at = (text: string) => parseTime(`2026-03-01T${text}Z`)
const good = (time: number, value: number): Observed => ({ time, value, status: 0 })

let folder: string
let certificates: CertificateStore
let server: RunningOpcuaServer
let client: TestClient

const rings = new Map(
  ['P1/power', 'P1/flow', 'P1/running', 'P1/speed', 'P1/energy'].map((key) => [key, createRing(1000)]),
)
const set = (key: string, observed: Observed) => {
  rings.get(key)!.add(observed)
  server.set(key, observed)
}
const nodeOf = (name: string) => {
  const point = profile.points.find((p) => p.name === name)!
  return client.resolve(
    ['3:Waterworks', '3:P1', ...point.path].map((element) => {
      const [index, ...rest] = element.split(':')
      return { uri: namespaces[Number(index)]!, name: rest.join(':') }
    }),
  )
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-opcua-'))
  certificates = await openCertificates(join(folder, 'pki'), now)
  server = await startOpcuaServer({
    name: 'waterworks',
    port: 0,
    security: ['None', 'SignAndEncrypt'],
    certificates,
    now,
    variables: [...rings].map(([key, history]) => ({
      key,
      namespaces,
      object: '3:Waterworks/3:P1',
      point: profile.points.find((p) => p.name === key.slice(3))!,
      history,
    })),
  })
  client = await connectTestClient(server.endpoint, folder)
})
afterAll(async () => {
  await client?.close()
  await server?.stop()
  await certificates?.dispose()
  rmSync(folder, { recursive: true, force: true })
})

test('a variable lies at its browse path, in namespaces that the server numbers as it likes', async () => {
  set('P1/power', good(at('10:00:00'), 11.25))
  expect(await client.read(await nodeOf('power'))).toMatchObject({ value: 11.25, dataType: 11 })
})

test('a flag is a Boolean, a counter a Double', async () => {
  set('P1/running', good(at('10:00:00'), 1))
  set('P1/energy', good(at('10:00:00'), 123_456.5))
  expect(await client.read(await nodeOf('running'))).toMatchObject({ value: 1, dataType: 1 })
  expect(await client.read(await nodeOf('energy'))).toMatchObject({ value: 123_456.5, dataType: 11 })
})

test('source times keep their microseconds, the server’s own time stands beside them', async () => {
  const time = at('10:00:01.123457')
  set('P1/power', good(time, 12))
  const read = await client.read(await nodeOf('power'))
  expect(read.time).toBe(time)
  expect(read.serverTime).not.toBe(time)
})

test('a missing value is bad with its code and no number, and still has its source time', async () => {
  const time = at('10:00:02')
  set('P1/power', { time, value: null, status: statusCodes.BadSensorFailure })
  expect(await client.read(await nodeOf('power'))).toMatchObject({
    time,
    value: null,
    status: statusCodes.BadSensorFailure,
  })
  set('P1/power', { time: time + 1, value: null, status: 0 })
  expect(await client.read(await nodeOf('power'))).toMatchObject({ status: statusCodes.BadNoData })
})

describe('a subscriber', () => {
  test('is told of every value, also of one that differs in its time only', async () => {
    const node = await nodeOf('flow')
    const seen: Observed[] = []
    await client.subscribe([node], (_, observed) => seen.push(observed), { queue: 50 })
    const sent = Array.from({ length: 40 }, (_, i) =>
      i % 10 === 9
        ? { time: at('11:00:00') + i * 1000, value: null, status: statusCodes.BadNoData }
        : good(at('11:00:00') + i * 1000, 5),
    )
    await expect.poll(() => server.roomFor('P1/flow'), SOON).toBe(50)
    for (const observed of sent) set('P1/flow', observed)
    await expect.poll(() => seen.length, SOON).toBe(40)
    expect(seen).toEqual(sent)
  })

  test('who only looks now and then is told of every value when its pace is kept', async () => {
    const node = await nodeOf('energy')
    const seen: number[] = []
    await client.subscribe([node], (_, observed) => seen.push(observed.value!), { sampling: 60 })
    for (let i = 1; i <= 4; i++) {
      await expect.poll(() => server.roomFor('P1/energy'), SOON).toBe(1)
      set('P1/energy', good(at('12:00:00') + i * 1000, i))
      expect(server.roomFor('P1/energy')).toBe(0)
    }
    await expect.poll(() => seen.slice(-4), SOON).toEqual([1, 2, 3, 4])
  })

  test('whose queue overflows is told so, also when a gap stands first in it', async () => {
    const node = await nodeOf('speed')
    const seen: Observed[] = []
    await client.subscribe([node], (_, observed) => seen.push(observed), { queue: 5, publishing: 200 })
    await expect.poll(() => server.roomFor('P1/speed'), SOON).toBe(5)
    for (let i = 0; i < 12; i++) {
      set('P1/speed', { time: at('11:00:00') + i * 1000, value: null, status: statusCodes.BadNoData })
    }
    expect(server.roomFor('P1/speed')).toBe(0)
    await expect.poll(() => seen.length, SOON).toBe(5)
    expect(seen[0]).toEqual({
      time: at('11:00:00') + 7000,
      value: null,
      status: statusCodes.BadNoData + 0x480,
    })
    expect(seen[4]).toEqual({ time: at('11:00:00') + 11_000, value: null, status: statusCodes.BadNoData })
    await expect.poll(() => server.roomFor('P1/speed'), SOON).toBe(5)
  })
})

describe('history', () => {
  test('gives everything from a time on, page by page, gaps with their code', async () => {
    const node = await nodeOf('flow')
    const all = rings.get('P1/flow')!.between(-Infinity, Infinity, 0, false)
    expect(all).toHaveLength(40)
    expect(await client.history(node, at('11:00:00'), at('12:00:00'), 7)).toEqual(all)
    expect(await client.history(node, at('11:00:00') + 30_000, at('12:00:00'), 100)).toEqual(all.slice(30))
    expect(await client.history(node, at('11:00:00') + 30_000, null, 4)).toEqual(all.slice(30, 34))
    expect(await client.history(node, at('11:30:00'), at('12:00:00'), 100)).toEqual([])
  })

  test('keeps the newest and forgets the oldest', () => {
    const ring = createRing(3)
    for (let i = 1; i <= 5; i++) ring.add(good(i, i))
    expect(ring.between(-Infinity, Infinity, 0, false).map((o) => o.value)).toEqual([3, 4, 5])
    expect(ring.between(-Infinity, 4, 1, true).map((o) => o.value)).toEqual([4])
  })
})

test('an encrypted connection works, and the certificate is the one announced', async () => {
  expect(server.thumbprint).toMatch(/^[0-9a-f]{40}$/)
  expect((await certificates.identityOf('waterworks')).thumbprint).toBe(server.thumbprint)
  const secure = await connectTestClient(server.endpoint, folder, 'SignAndEncrypt')
  const node = await nodeOf('energy')
  expect(await secure.read(node)).toMatchObject({ value: 4 })
  await secure.close()
})
