import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataType } from 'node-opcua'
import { describe, expect, test, vi } from 'vitest'
import { type CollectingSink, collectingSink } from '../../testing/collecting-sink.ts'
import { freePort } from '../../testing/modbus-server.ts'
import { NAMESPACE, type OpcuaTestServer, opcuaServer } from '../../testing/opcua-server.ts'
import { proxyTo } from '../../testing/proxy.ts'
import { T0 } from '../../testing/readings.ts'
import { collectStation as collect, startStation as start } from '../../testing/station-device.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { until } from '../../testing/until.ts'
import { lazyPki } from './pki.ts'

// Each starts a server or two, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 30_000 })

const seconds = (n: number) => T0 + n * 1e6

const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)
const sorted = (values: number[]) => values.toSorted((a, b) => a - b)
const put = (server: OpcuaTestServer, from: number, to: number) => {
  for (let i = from; i <= to; i++) server.put('Pressure', i, seconds(i))
}

describe('trust', () => {
  test('a certificate that nobody accepted is refused, with its thumbprint and what to set', async () => {
    const server = await opcuaServer({ variables: { Pressure: {} } })
    const { run } = start(server.endpoint, { security: 'SignAndEncrypt' })
    expect(await run).toMatchObject({
      reason: 'refused',
      needsPerson: true,
      message: expect.stringMatching(
        new RegExp(
          `^station at ${server.endpoint} shows certificate ${server.thumbprint}, .* which nobody has accepted yet. If it is the right server, set trusted: ${server.thumbprint} for station in the edge's configuration$`,
        ),
      ),
    })
  })

  test('another certificate than the accepted one is refused, and both are named', async () => {
    const server = await opcuaServer({ variables: { Pressure: {} } })
    const trusted = 'ab'.repeat(20)
    const { run } = start(server.endpoint, { security: 'SignAndEncrypt', trusted })
    expect((await run)?.message).toMatch(
      new RegExp(`${server.thumbprint}.*but the accepted one is ${trusted}`),
    )
  })

  test('the accepted one is spoken to encrypted, with a key of our own that only we can read', async () => {
    const server = await opcuaServer({
      variables: { Pressure: { initial: [3, T0] } },
      security: ['SignAndEncrypt'],
    })
    const pki = join(temporaryFolder(), 'pki')
    const config = { security: 'SignAndEncrypt', trusted: server.thumbprint }
    const { sink } = start(server.endpoint, config, collectingSink(), pki)
    await until('a value', () => sink.values('S1/pressure').includes(3))
    expect(statSync(pki).mode & 0o77).toBe(0)
    expect(statSync(join(pki, 'own/certs/client_certificate.pem')).size).toBeGreaterThan(500)
  })

  test('a server that does not know our certificate is named with what to do there', async () => {
    const server = await opcuaServer({ variables: { Pressure: {} }, strict: true })
    const pki = join(temporaryFolder(), 'pki')
    const config = { security: 'SignAndEncrypt', trusted: server.thumbprint }
    const { run } = start(server.endpoint, config, collectingSink(), pki)
    expect(await run).toMatchObject({
      reason: 'refused',
      needsPerson: true,
      message: expect.stringContaining(
        `the server does not accept our certificate: trust "Driftbild Edge" in the server; it is in ${pki}/own/certs/client_certificate.pem (`,
      ),
    })
  })

  test('a key of our own that is damaged is named with what to do, and left as it is', async () => {
    const server = await opcuaServer({ variables: { Pressure: {} }, security: ['SignAndEncrypt'] })
    const pki = join(temporaryFolder(), 'pki')
    const file = join(pki, 'own/private/private_key.pem')
    await lazyPki(pki, () => T0)()
    writeFileSync(file, 'no key')
    const config = { security: 'SignAndEncrypt', trusted: server.thumbprint }
    const { run } = start(server.endpoint, config, collectingSink(), pki)
    expect(await run).toMatchObject({
      reason: 'refused',
      needsPerson: true,
      message: expect.stringContaining(`our own key or certificate in ${pki} is damaged: put a copy`),
    })
    expect(readFileSync(file, 'utf8')).toBe('no key')
  })

  test('a server without the wanted security is named with what it offers', async () => {
    const server = await opcuaServer({ variables: { Pressure: {} }, security: ['None'] })
    const { run } = start(server.endpoint, { security: 'SignAndEncrypt' })
    expect((await run)?.message).toMatch(/offers None None, but its configuration wants SignAndEncrypt/)
  })
})

describe('nodes', () => {
  test('are found by namespace URI again after a restart that renumbered them', async () => {
    const port = await freePort()
    const first = await opcuaServer({ port, variables: { Pressure: { initial: [1, T0] } } })
    const { outbox, values } = collect(first.endpoint, join(temporaryFolder(), 'outbox.sqlite'))
    await until('the first value', () => values().includes(1))
    await first.stop()
    const second = await opcuaServer({
      port,
      namespacesBefore: ['urn:somebody:else', 'urn:and:another'],
      variables: { Level: { initial: [99, seconds(5)] }, Pressure: { initial: [2, seconds(5)] } },
    })
    expect(second.server.engine.addressSpace!.getNamespaceIndex(NAMESPACE)).toBeGreaterThan(
      first.server.engine.addressSpace?.getNamespaceIndex(NAMESPACE) ?? 1,
    )
    await until('the value after it', () => values().includes(2))
    expect(values()).toEqual([1, 2])
    const silences = outbox.read(0).flatMap((e) => (e.kind === 'silence' ? [e.silence] : []))
    expect(silences[0]).toMatchObject({ signals: ['S1/pressure'], reason: 'unreachable', to: null })
    expect(silences.at(-1)!.to).not.toBeNull()
  })

  test('that are missing are named, the others are read, and they are found once they are there', async () => {
    const server = await opcuaServer({ variables: { Pressure: { initial: [1, T0] } } })
    const { sink } = start(server.endpoint)
    await until('a value', () => sink.taken.length > 0)
    expect(sink.silences[0]).toMatchObject({
      keys: ['S1/level'],
      failure: {
        reason: 'node-missing',
        message: expect.stringMatching(/1:Station\/1:Level: there is no such node/),
      },
    })
    server.add('Level', { initial: [8, T0] })
    await until('the new node', () => sink.values('S1/level').includes(8))
    expect(sink.heardKeys).toContain('S1/level')
  })

  test('that are texts or arrays are refused when the configuration meets them', async () => {
    const server = await opcuaServer({
      variables: {
        Pressure: { initial: [1, T0] },
        Name: { dataType: DataType.String },
        Curve: { array: true },
      },
    })
    const signals = { pressure: 'S1/pressure', name: 'S1/name', curve: 'S1/curve' }
    const { sink } = start(server.endpoint, { signals })
    await until('a value', () => sink.taken.length > 0)
    expect(sink.silences.slice(0, 2).map((s) => [s.keys, s.failure.message.split(': ')[1]])).toEqual([
      [['S1/name'], 'it is a String, and only single numbers can be signals'],
      [['S1/curve'], 'it is an array, and only single numbers can be signals'],
    ])
  })

  test('in a namespace that the server does not know are missing, by that name', async () => {
    const server = await opcuaServer({ variables: { Pressure: {} } })
    const { sink } = start(server.endpoint, { object: '2:Station', namespaces: ['urn:not:there'] })
    await until('the complaint', () => sink.silences.length > 0)
    expect(sink.silences[0]!.failure.message).toMatch(/the server knows no namespace urn:not:there/)
  })
})

describe('nothing is lost and nothing comes twice', () => {
  test('a burst between two publishings arrives whole, to the microsecond', async () => {
    const server = await opcuaServer({ variables: { Pressure: { initial: [0, T0] } } })
    const { sink } = start(server.endpoint, { signals: { pressure: 'S1/pressure' }, publishing: 300 })
    await until('the subscription', () => sink.values('S1/pressure').includes(0))
    for (let i = 1; i <= 200; i++) server.put('Pressure', i, seconds(i) + i)
    await until('all', () => sink.values('S1/pressure').includes(200))
    const times = sink.taken.filter((t) => 'value' in t.reading).map((t) => t.reading.sourceTime)
    expect(times).toEqual([T0, ...oneTo(200).map((i) => seconds(i) + i)])
  })

  test('what a cut link held back is republished, also by a server without history', async () => {
    const server = await opcuaServer({ variables: { Pressure: { initial: [0, T0] } } })
    const proxy = await proxyTo(server.port)
    const { outbox, values } = collect(
      `opc.tcp://127.0.0.1:${proxy.port}`,
      join(temporaryFolder(), 'outbox.sqlite'),
    )
    await until('the subscription', () => values().includes(0))
    put(server, 1, 20)
    await until('the first', () => values().includes(20))
    proxy.cut()
    for (let i = 21; i <= 60; i++) {
      server.put('Pressure', i, seconds(i))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    proxy.mend()
    await until('the last', () => values().includes(60))
    put(server, 61, 80)
    await until('those after it', () => values().includes(80))
    expect(sorted(values())).toEqual([0, ...oneTo(80)])
    expect(outbox.openSilences()).toEqual([])
    const reasons = outbox.read(0).flatMap((e) => (e.kind === 'silence' ? [e.silence.reason] : []))
    expect(new Set(reasons)).toEqual(new Set(['unreachable']))
  })

  test('what came while we were not running is read from the history, and each value stored once', async () => {
    const path = join(temporaryFolder(), 'outbox.sqlite')
    const server = await opcuaServer({ variables: { Pressure: { history: true, initial: [1, seconds(1)] } } })
    const first = collect(server.endpoint, path)
    await until('the first', () => first.values().includes(1))
    put(server, 2, 30)
    await until('those live', () => first.values().includes(30))
    await first.stop()
    put(server, 31, 3500)
    const second = collect(server.endpoint, path)
    await until('the back-fill', () => second.values().length >= 3500)
    put(server, 3501, 3520)
    await until('those live again', () => second.values().includes(3520))
    expect(sorted(second.values())).toEqual(oneTo(3520))
    expect(second.outbox.cursor('S1/pressure')).toBe(seconds(3520))
  })

  test('what was written while a clock was set back and nobody listened is read, and each value stored once', async () => {
    const path = join(temporaryFolder(), 'outbox.sqlite')
    const server = await opcuaServer({ variables: { Pressure: { history: true, initial: [1, seconds(1)] } } })
    const first = collect(server.endpoint, path)
    await until('the first', () => first.values().includes(1))
    put(server, 2, 60)
    await until('those live', () => first.values().includes(60))
    await first.stop()
    // From 61 on by a clock that shows 15 s less: between what it wrote before, and beyond it.
    for (let i = 61; i <= 100; i++) server.put('Pressure', i, seconds(i - 15) + 5000)
    const second = collect(server.endpoint, path)
    await until('the back-fill', () => second.values().length >= 100)
    server.put('Pressure', 101, seconds(101))
    await until('those live again', () => second.values().includes(101))
    expect(sorted(second.values())).toEqual(oneTo(101))
  })

  test('what a server’s queue had to drop is named, and filled from its history', async () => {
    const server = await opcuaServer({ variables: { Pressure: { history: true } } })
    const { sink } = start(server.endpoint, { signals: { pressure: 'S1/pressure' }, publishing: 500 })
    server.put('Pressure', 0, T0)
    await until('the subscription', () => sink.values('S1/pressure').includes(0))
    put(server, 1, 1500)
    await until('all of them', () => new Set(sink.values('S1/pressure')).size >= 1501)
    expect(sink.losses).toMatchObject([{ keys: ['S1/pressure'], reason: 'queue-overflow', from: T0 }])
    await until('the cursor', () => sink.cursors.get('S1/pressure') === seconds(1500))
  })

  test('a cursor never runs ahead of a back-fill that is under way', async () => {
    const server = await opcuaServer({ variables: { Pressure: { history: true, initial: [1, seconds(1)] } } })
    put(server, 2, 2500)
    const seen: { cursor: number | undefined; highest: number }[] = []
    let filled = 0
    const sink: CollectingSink = collectingSink(async (delivery) => {
      if (delivery.retried) filled += delivery.readings.length
      await new Promise((resolve) => setTimeout(resolve, 20))
      if (filled < 2400) seen.push({ cursor: sink.cursor('S1/pressure'), highest: filled })
      return true
    })
    sink.cursors.set('S1/pressure', seconds(1))
    start(server.endpoint, { signals: { pressure: 'S1/pressure' } }, sink)
    await until('the back-fill', () => sink.cursors.get('S1/pressure')! >= seconds(2500))
    expect(seen.length).toBeGreaterThan(1)
    for (const { cursor, highest } of seen) expect(cursor).toBeLessThanOrEqual(seconds(Math.max(1, highest)))
    expect(new Set(sink.values('S1/pressure'))).toEqual(new Set(oneTo(2500)))
  })

  test('a history from before our first day is read where the configuration says so', async () => {
    const server = await opcuaServer({ variables: { Pressure: { history: true, initial: [1, seconds(1)] } } })
    put(server, 2, 50)
    const { values } = collect(server.endpoint, join(temporaryFolder(), 'outbox.sqlite'), {
      since: '2026-01-01T00:00:00Z',
    })
    await until('all', () => values().length >= 50)
    expect(sorted(values())).toEqual(oneTo(50))
  })
})
