import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AlarmView, AssetPage, FaultView, PredictionView, WorkOrderView } from '@driftbild/api/contract'
import { bulkWrite } from '@driftbild/cli/bulk-write'
import { enrolEdge } from '@driftbild/cli/enrol-edge'
import { formatTime, fromMillis, type Micros, SECOND, statusCodes } from '@driftbild/core'
import { decodeWords, encodeWords, findProfile, type ModbusProfile } from '@driftbild/devices'
import { edgeStatus, readConfig } from '@driftbild/edge'
import type { Sample } from '@driftbild/simulators'
import { startTownServers, type TownServers } from '@driftbild/simulators/town-servers'
import {
  type Database,
  extentOf,
  ledgerOf,
  listCollectors,
  readingsBetween,
  rollupsBetween,
} from '@driftbild/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Centre, startCentre } from './chain/centre.ts'
import { type Client, signIn } from './chain/client.ts'
import { eventually, type Started, startProcess } from './chain/process.ts'
import { devices, flowWithLeak, WATERSIDE, waterside } from './chain/waterside.ts'

// The rows of the table in README.md, in its order. Everything is real: two servers that speak Modbus/TCP and
// OPC UA, the edge and the centre as processes of their own, TimescaleDB.

const now = (): Micros => fromMillis(Date.now())
const root = fileURLToPath(new URL('..', import.meta.url))
const reader = { municipality: WATERSIDE, role: 'reader' } as const

/** What happens at the waterside; the test pushes, the servers serve. */
const happening: Sample[] = []
const happens = (key: string, value: number | null, status: number = statusCodes.Good): Micros => {
  const time = Math.floor(now() / SECOND) * SECOND
  happening.push({ key, time, value, status })
  return time
}

let centre: Centre
let db: Database
let edge: Started
let servers: TownServers
let client: Client
let config: string

beforeAll(async () => {
  centre = await startCentre(waterside)
  db = centre.db
  client = await signIn(centre.address, centre.signInLink)
})

afterAll(async () => {
  await edge?.stop()
  await servers?.stop()
  await centre?.stop()
})

test('1: a profile says as data which registers are a pressure, in which unit and range', () => {
  const profile = findProfile('generic/dma-meter') as ModbusProfile
  const pressure = profile.points.find((point) => point.name === 'pressure')!
  expect(pressure).toMatchObject({ table: 'input-register', type: 'float32', unit: 'bar', range: [0, 16] })
  expect(decodeWords(pressure, encodeWords(pressure, 4.5))).toEqual({ value: 4.5, status: 0 })
})

test('2: the site’s configuration maps addresses to the keys that the centre owns', async () => {
  const source = {
    *samplesUntil(until: Micros) {
      while (happening[0] && happening[0].time <= until) yield happening.shift()!
    },
  }
  servers = await startTownServers({
    town: { devices },
    source,
    speed: 1,
    folder: join(centre.folder, 'devices'),
    now,
  })
  const words = await enrolEdge({
    db,
    folder: join(centre.folder, 'edge'),
    api: centre.address,
    municipality: WATERSIDE,
    name: 'Waterside',
    devices: servers.devices,
  })
  config = words[1]!
  expect(
    readConfig(config).devices.map((device) => [device.protocol, Object.values(device.signals)]),
  ).toEqual([
    ['modbus', ['M-1/flow', 'M-1/pressure']],
    ['opcua', ['P-1/power', 'P-1/motor-temperature']],
  ])
  edge = startProcess(join(root, 'apps/edge/src/main.ts'), words)
  await edge.said('ready')
})

test('3–8: what the devices report is stored once, with its own source time, value, unit and status', async () => {
  const atModbus = happens('M-1/pressure', 4.5)
  happens('M-1/flow', 21.25)
  const atOpcua = happens('P-1/power', 9.75)
  const stored = await eventually('both readings in the store', () =>
    db.transaction(reader, async (tx) => {
      const [pressure] = await readingsBetween(tx, 'M-1/pressure', { from: atModbus, to: atModbus + 1 })
      const [power] = await readingsBetween(tx, 'P-1/power', { from: atOpcua, to: atOpcua + 1 })
      return pressure && power && { pressure, power }
    }),
  )
  expect(stored.pressure).toMatchObject({ sourceTime: atModbus, value: 4.5, status: 0, clock: 'device' })
  expect(stored.power).toMatchObject({ sourceTime: atOpcua, value: 9.75, status: 0, clock: 'device' })
  expect(stored.power.serverTime).not.toBeNull()
  expect(stored.power.receivedTime).toBeGreaterThanOrEqual(atOpcua)
})

test('5: a device’s own "no value" is a reading with a reason and no number', async () => {
  const at = happens('P-1/motor-temperature', null, statusCodes.BadSensorFailure)
  const [reading] = await eventually('the bad reading', () =>
    db.transaction(reader, async (tx) => {
      const found = await readingsBetween(tx, 'P-1/motor-temperature', { from: at, to: at + 1 })
      return found.length > 0 && found
    }),
  )
  expect(reading).toMatchObject({ reason: 'bad-status', status: statusCodes.BadSensorFailure })
  expect(reading).not.toHaveProperty('value')
})

test('6–8: the outbox is empty once the centre says that its sequence is durable', async () => {
  const status = await eventually('an empty outbox', async () => {
    const found = edgeStatus(readConfig(config))
    return found && found.waiting === 0 && found
  })
  const collector = await db.transaction(reader, async (tx) => (await listCollectors(tx))[0]!)
  const ledger = await db.transaction(reader, (tx) => ledgerOf(tx, collector.id))
  expect(Object.values(ledger)).toEqual([status.acknowledged])
  expect(Object.keys(ledger)).toEqual([status.epoch])
})

test('8: the roll-ups hold what was queued, good readings apart from bad ones', async () => {
  const rollup = await eventually('a roll-up of the meter and of the pump', () =>
    db.transaction(reader, async (tx) => {
      const found = await rollupsBetween(
        tx,
        ['M-1/pressure', 'P-1/motor-temperature'],
        '5m',
        now() - 3600 * SECOND,
        now(),
      )
      const pressure = found['M-1/pressure']?.at(-1)
      const temperature = found['P-1/motor-temperature']?.at(-1)
      return pressure && temperature && { pressure, temperature }
    }),
  )
  expect(rollup.pressure).toMatchObject({ average: 4.5, bad: 0 })
  expect(rollup.temperature).toMatchObject({ average: null, good: 0 })
  expect(rollup.temperature.bad).toBeGreaterThan(0)
})

test('9 and 12: a low pressure raises an alarm, and whoever looks is told by the live stream', async () => {
  const stream = client.live(`/api/${WATERSIDE}/live`)
  const told = (async () => {
    for await (const { type, data } of stream) {
      if (type === 'state' && data.tag === 'M-1' && data.state === 'high') return data
    }
    throw new Error('the stream ended')
  })()
  const at = happens('M-1/pressure', 2.1)
  expect(await told).toMatchObject({ tag: 'M-1', state: 'high' })
  const { items } = await client.get<{ items: AlarmView[] }>(`/api/${WATERSIDE}/alarms?active=true`)
  expect(items).toMatchObject([
    { asset: 'M-1', mode: 'low-pressure', priority: 'high', raisedAt: formatTime(at), acknowledged: false },
  ])
})

test('10: a month of night flow with a leak in it becomes a prediction that says when, how much and why', async () => {
  const to = Math.floor(now() / 3600e6) * 3600e6
  const readings = [...flowWithLeak(to)].map(({ time, value }) => ({
    key: 'M-1/flow',
    unit: 'm3/h',
    time,
    value,
    status: statusCodes.Good,
  }))
  await bulkWrite({ db, municipality: WATERSIDE, name: 'a month', hash: randomUUID(), readings, now })
  const stored = await db.transaction(reader, (tx) => extentOf(tx, 'M-1/flow'))
  expect(stored.readings).toBeGreaterThanOrEqual(readings.length)
  const prediction = await eventually('a leak prediction', async () => {
    const { items } = await client.get<{ items: PredictionView[] }>(
      `/api/${WATERSIDE}/predictions?standing=true`,
    )
    return items.find((one) => one.kind === 'leak')
  })
  expect(prediction.subject).toEqual({ type: 'zone', tag: 'DMA1' })
  expect(prediction.probability).toBeGreaterThan(0.5)
  expect(prediction.size!.low).toBeLessThan(6.5)
  expect(prediction.size!.high).toBeGreaterThan(5.5)
  expect(prediction.evidence.length).toBeGreaterThan(0)
  expect(prediction.model.version).toMatch(/^\d+\.\d+\.\d+$/)
})

test('11: the alarm and the prediction are evidence of one fault, which gets one order', async () => {
  const fault = await eventually('one fault with both', async () => {
    const { items } = await client.get<{ items: FaultView[] }>(`/api/${WATERSIDE}/faults`)
    return items.find((one) => new Set(one.evidence.map((e) => e.source)).size === 2)
  })
  expect(fault.evidence.map((one) => one.source).sort()).toEqual(['alarm', 'prediction'])
  const order = await client.post<WorkOrderView>(`/api/${WATERSIDE}/work-orders`, { fault: fault.id })
  expect(order).toMatchObject({ fault: fault.id, state: 'draft', revision: 0 })
  // Asked twice, there is still one.
  const again = await client.post<WorkOrderView>(`/api/${WATERSIDE}/work-orders`, { fault: fault.id })
  expect(again.id).toBe(order.id)
})

test('13: the order is approved, given, done and closed with what was found, and that goes back', async () => {
  const { items } = await client.get<{ items: WorkOrderView[] }>(`/api/${WATERSIDE}/work-orders?open=true`)
  let order = items[0]!
  const outcome = { found: true, cause: 'corrosion', action: 'clamp', asset: 'PIPE-1' }
  for (const [field, value] of [
    ['state', 'approved'],
    ['assignee', 'Lag 1'],
    ['state', 'assigned'],
    ['state', 'in-progress'],
    ['outcome', outcome],
    ['state', 'done'],
  ] as const) {
    const command = { id: randomUUID(), baseRevision: order.revision, field, value, at: now() }
    const path = `/api/${WATERSIDE}/work-orders/${order.id}/commands`
    order = await client.post<WorkOrderView>(path, { commands: [command] })
    // The same command once more, as after a lost answer, changes nothing.
    expect((await client.post<WorkOrderView>(path, { commands: [command] })).revision).toBe(order.revision)
  }
  expect(order).toMatchObject({ state: 'done', outcome, conflicts: [] })
  await eventually('the meter is no longer under work', async () => {
    const asset = await client.get<AssetPage>(`/api/${WATERSIDE}/assets/M-1`)
    return !asset.underWork
  })
})
