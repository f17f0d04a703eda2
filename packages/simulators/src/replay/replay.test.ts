import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY, formatTime, HOUR, type Micros, parseTime } from '@driftbild/core'
import {
  findProfile,
  type ModbusDevice,
  type ModbusProfile,
  type OpcuaDevice,
  type OpcuaProfile,
  pageToEvents,
  pageWords,
} from '@driftbild/devices'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectModbus } from '../testing/modbus-client.ts'
import { connectTestClient, type TestClient } from '../testing/opcua-client.ts'
import { devicesOf, runSimulator, type SimulatorProcess } from '../testing/simulator-process.ts'
import { combineChecksums, createChecksum } from './summary.ts'

/** Machines that are busy with other tests are slow; nothing here is about time. */
const SOON = { timeout: 30_000 }

const HOURS = 150
const METERS = 10
const isEmpty = (hour: number, meter: number) => (hour + meter) % 7 === 0
const EMPTY = Array.from({ length: HOURS * METERS }, (_, i) =>
  isEmpty(Math.floor(i / METERS), i % METERS),
).filter(Boolean).length

/** A week of hourly inflows across the autumn change, every seventh cell empty. */
function inflows(): string {
  const start = parseTime('2022-10-26T22:00:00Z')
  const change = parseTime('2022-10-30T01:00:00Z')
  const columns = Array.from({ length: METERS }, (_, m) => `DMA ${m + 1} (L/s)`)
  const lines = Array.from({ length: HOURS }, (_, h) => {
    const at = start + h * HOUR
    const local = formatTime(at + (at < change ? 2 : 1) * HOUR).slice(0, 16)
    const cells = columns.map((_, m) => (isEmpty(h, m) ? '' : `${h}.${m}25`))
    return [local.replace('T', ' '), ...cells].join(',')
  })
  return [['datetime_CET_CEST', ...columns].join(','), ...lines, ''].join('\n')
}

let folder: string
let processes: SimulatorProcess[]
const start = async (...args: string[]) => {
  const one = runSimulator(
    'replay',
    join(folder, 'inflows.csv'),
    '--mapping',
    'bwdf',
    '--folder',
    folder,
    ...args,
  )
  processes.push(one)
  return { ...one, ready: await one.said('ready') }
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-replay-'))
  writeFileSync(join(folder, 'inflows.csv'), inflows())
  processes = []
})
afterEach(async () => {
  for (const one of processes) {
    one.child.kill('SIGKILL')
    await one.ended
  }
  rmSync(folder, { recursive: true, force: true })
})

/** What a collector keeps: each source time of a signal once. */
function createStore() {
  const kept = new Map<string, Map<Micros, number | null>>()
  return {
    add(key: string, time: Micros, value: number | null) {
      const series = kept.get(key) ?? new Map<Micros, number | null>()
      kept.set(key, series)
      if (series.has(time)) expect(series.get(time)).toBe(value)
      series.set(time, value)
    },
    size: () => [...kept.values()].reduce((sum, series) => sum + series.size, 0),
    last: (key: string) => Math.max(0, ...(kept.get(key)?.keys() ?? [])),
    checksum() {
      const sums: Record<string, string> = {}
      for (const [key, series] of kept) {
        const sum = createChecksum()
        for (const [time, value] of [...series].sort((a, b) => a[0] - b[0])) sum.add(time, value)
        sums[key] = sum.digest()
      }
      return combineChecksums(sums)
    },
  }
}
type Store = ReturnType<typeof createStore>

async function nodesOf(client: TestClient, device: OpcuaDevice): Promise<Map<string, string>> {
  const { namespaces } = findProfile(device.profile) as OpcuaProfile
  const nodes = new Map<string, string>()
  for (const point of device.points) {
    const path = [device.object, ...point.path].map((element) => {
      const [index, name] = element.split(':')
      return { uri: namespaces[Number(index)]!, name: name! }
    })
    nodes.set(await client.resolve(path), device.signals[point.name]!)
  }
  return nodes
}

/** Subscribes, then asks for what it has missed since its last value of each signal. */
async function collect(device: OpcuaDevice, store: Store, queue: number): Promise<TestClient> {
  const client = await connectTestClient(device.endpoint, folder, device.security as 'SignAndEncrypt')
  const nodes = await nodesOf(client, device)
  // Before anything live comes: what is newer than this may be preceded by a gap.
  const cursors = new Map([...nodes.values()].map((key) => [key, store.last(key)]))
  await client.subscribe(
    [...nodes.keys()],
    (node, { time, value }) => store.add(nodes.get(node)!, time, value),
    { publishing: 50, queue },
  )
  for (const [node, key] of nodes) {
    for (const { time, value } of await client.history(
      node,
      cursors.get(key)!,
      Date.UTC(2100, 0) * 1000,
      25,
    )) {
      store.add(key, time, value)
    }
  }
  return client
}

describe('over OPC UA', () => {
  test('a subscriber with a short queue is told of every cell, at the pace that it takes', async () => {
    const { ready, said } = await start('--protocol', 'opcua')
    const store = createStore()
    const client = await collect(devicesOf(ready)[0] as OpcuaDevice, store, 4)
    await said('finished')
    await expect.poll(store.size, SOON).toBe(HOURS * METERS)
    expect(ready.total).toMatchObject({ count: 1500, missing: EMPTY, checksum: store.checksum() })
    expect(ready.laterHourRows).toBe(1)
    await client.close()
  })

  test('after kill −9 of the replay and of the client every value arrives, and is there once', async () => {
    const first = await start('--protocol', 'opcua')
    const store = createStore()
    const early = await collect(devicesOf(first.ready)[0] as OpcuaDevice, store, 3)
    await expect.poll(store.size, SOON).toBeGreaterThan(200)
    early.cut()
    first.child.kill('SIGKILL')
    await first.ended
    expect(store.size()).toBeLessThan(HOURS * METERS)

    const second = await start('--protocol', 'opcua')
    expect(devicesOf(second.ready)).toEqual(devicesOf(first.ready))
    const device = devicesOf(second.ready)[0] as OpcuaDevice
    // What was due before the kill is there before anything new is served.
    const looker = await connectTestClient(device.endpoint, folder, 'SignAndEncrypt')
    const [node] = [...(await nodesOf(looker, device))][0]!
    const past = await looker.history(node, 0, Date.UTC(2100, 0) * 1000, 1000)
    expect(past.length).toBeGreaterThan(5)
    expect(past.at(-1)).toMatchObject(await looker.read(node).then(({ time, value }) => ({ time, value })))
    await looker.close()

    const late = await collect(device, store, 50)
    await second.said('finished')
    await expect.poll(store.size, SOON).toBe(HOURS * METERS)
    expect((second.ready.total as { checksum: string }).checksum).toBe(store.checksum())
    await late.close()
  })

  test('with a speed, the clock decides what is due, and a restart goes on from where it was', async () => {
    // A week in 3 s.
    const speed = String((7 * DAY) / 3_000_000)
    const first = await start('--protocol', 'opcua', '--speed', speed, '--security', 'None')
    await expect
      .poll(() => first.events.filter((e) => e.event === 'progress').length, SOON)
      .toBeGreaterThan(0)
    first.child.kill('SIGKILL')
    await first.ended
    const second = await start('--protocol', 'opcua', '--speed', speed, '--security', 'None')
    const device = devicesOf(second.ready)[0] as OpcuaDevice
    const client = await connectTestClient(device.endpoint, folder)
    const [[node]] = [...(await nodesOf(client, device))] as [[string, string]]
    const early = await client.history(node, 0, Date.UTC(2100, 0) * 1000, 1000)
    expect(early.length).toBeGreaterThan(0)
    await second.said('finished')
    const all = await client.history(node, 0, Date.UTC(2100, 0) * 1000, 7)
    expect(all).toHaveLength(HOURS)
    expect(all.slice(0, early.length)).toEqual(early)
    await client.close()
  })
})

describe('over Modbus', () => {
  const profile = findProfile('generic/replay-gateway') as ModbusProfile
  const buffer = profile.eventBuffer!
  const drain = async (device: ModbusDevice, store: Store, pages: number) => {
    const client = await connectModbus(device.port, device.unit)
    const sequences: number[] = []
    for (let i = 0; i < pages; i++) {
      const { data } = await client.readInputRegisters(buffer.address, pageWords(buffer))
      const { events } = pageToEvents(buffer, data)
      if (events.length === 0) break
      for (const event of events) {
        sequences.push(event.sequence)
        store.add(device.signals[device.events[event.point]!.name]!, event.time, event.value)
      }
    }
    client.close(() => {})
    return sequences
  }

  test('pages follow one another across a kill −9, only an unproved page comes twice', async () => {
    const first = await start('--protocol', 'modbus')
    const store = createStore()
    const before = await drain(devicesOf(first.ready)[0] as ModbusDevice, store, 30)
    expect(before).toEqual(Array.from({ length: 360 }, (_, i) => i + 1))
    first.child.kill('SIGKILL')
    await first.ended

    const second = await start('--protocol', 'modbus')
    expect(devicesOf(second.ready)).toEqual(devicesOf(first.ready))
    const after = await drain(devicesOf(second.ready)[0] as ModbusDevice, store, 1000)
    expect(after).toEqual(Array.from({ length: 1500 - 348 }, (_, i) => 349 + i))
    expect(await second.said('finished')).toMatchObject({
      count: 1500,
      missing: EMPTY,
      checksum: store.checksum(),
    })
  })
})

describe('the process', () => {
  test('ends cleanly when its parent’s pipe closes, and on SIGTERM', async () => {
    const first = await start('--protocol', 'modbus')
    first.child.stdin!.end()
    expect(await first.ended).toEqual({ code: 0, signal: null })
    const second = await start('--protocol', 'modbus')
    second.child.kill('SIGTERM')
    expect(await second.ended).toEqual({ code: 0, signal: null })
  })

  test('says what is wrong and gives up where trying again won’t help', async () => {
    const file = join(folder, 'inflows.csv')
    const one = runSimulator('replay', file, '--mapping', 'skab', '--protocol', 'opcua', '--folder', folder)
    processes.push(one)
    expect((await one.ended).code).toBe(78)
    expect(one.events).toEqual([
      { event: 'log', level: 'error', message: expect.stringMatching(/inflows\.csv has no column datetime/) },
    ])
  })

  test('does not take up the position of other data', async () => {
    const first = await start('--protocol', 'modbus')
    first.child.kill('SIGTERM')
    await first.ended
    const file = join(folder, 'inflows.csv')
    const other = runSimulator(
      'replay',
      file,
      '--mapping',
      'bwdf',
      '--protocol',
      'modbus',
      '--folder',
      folder,
      '--from',
      '2022-10-28',
    )
    processes.push(other)
    expect((await other.ended).code).toBe(78)
    expect(other.events.at(-1)!.message).toMatch(
      /bwdf-position\.json belongs to other files or another window/,
    )
  })
})
