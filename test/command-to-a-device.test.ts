import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DeviceCommandView } from '@driftbild/api/contract'
import { enrolEdge } from '@driftbild/cli/enrol-edge'
import { freePort } from '@driftbild/cli/free-port'
import { ModbusDevice } from '@driftbild/devices'
import { type Database, listAudit, migrate, openDatabase, putRegister } from '@driftbild/store'
import { type EmbeddedEngine, startEmbedded } from '@driftbild/store/embedded'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { modbusServer } from '../packages/collectors/src/testing/modbus-server.ts'
import { type Client, signIn } from './chain/client.ts'
import { eventually, type Started, startProcess } from './chain/process.ts'
import { WATERSIDE, waterside } from './chain/waterside.ts'

// From a person to a register of a device and back: the centre and the edge as processes of their own, a server
// that speaks Modbus/TCP, TimescaleDB.

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'driftbild-command-'))
const SETPOINT = 100
const path = `/api/${WATERSIDE}/device-commands`

let engine: EmbeddedEngine
let db: Database
let centre: Started
let address: string
let admin: Client

beforeAll(async () => {
  engine = await startEmbedded({ folder: join(folder, 'engine') })
  db = openDatabase(engine.url)
  await migrate(db)
  await db.transaction({ municipality: WATERSIDE, role: 'api' }, (tx) => putRegister(tx, waterside))
  centre = startProcess(join(root, 'apps/api/src/main.ts'), [], {
    DATABASE_URL: engine.url,
    PORT: String(await freePort(0)),
    DRIFTBILD_DATA: folder,
  })
  address = String((await centre.said('ready')).url)
  admin = await signIn(address, String((await centre.said('sign-in-link')).url))
})

afterAll(async () => {
  await centre?.stop()
  await db?.close()
  await engine?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a value that an operator confirms is written once, read back, and told', async () => {
  const server = await modbusServer()
  server.put('holding-register', SETPOINT, [30])
  const device = ModbusDevice.parse({
    id: 'valve',
    profile: 'generic/dma-meter',
    protocol: 'modbus',
    host: '127.0.0.1',
    port: server.port,
    every: 0.5,
    points: [
      {
        name: 'setpoint',
        role: 'pressure',
        unit: 'bar',
        reporting: { type: 'every', seconds: 1 },
        table: 'holding-register',
        address: SETPOINT,
        type: 'uint16',
        scale: 0.1,
      },
    ],
    signals: { setpoint: 'M-1/pressure' },
    commands: { setpoint: { enabled: true, limits: [2, 5] } },
  })
  const edge = startProcess(
    join(root, 'apps/edge/src/main.ts'),
    await enrolEdge({
      db,
      folder: join(folder, 'edge'),
      api: address,
      municipality: WATERSIDE,
      name: 'Edge',
      devices: [device],
    }),
  )
  onTestFinished(() => edge.stop().then(() => undefined))
  await edge.said('ready')

  const want = (value: number) => ({ signal: 'M-1/pressure', value, unit: 'bar', reason: 'nattsänkning' })
  await expect(admin.post(path, want(4))).rejects.toThrow(/403.*forbidden/s)
  await giveRole('operator')
  // The right is there once the session is looked at anew; the signal, once a value of it has come.
  const command = await eventually('a command may be asked for', () =>
    admin.post<DeviceCommandView>(path, want(4)).catch(() => null),
  )
  expect(server.writes).toEqual([])
  await admin.post(`${path}/${command.id}/confirm`, { value: 4 })
  const ended = async (id: string) => {
    const { items } = await admin.get<{ items: DeviceCommandView[] }>(path)
    const one = items.find((item) => item.id === id)
    return one && one.until === null ? one : null
  }
  expect(await eventually('the command ends', () => ended(command.id))).toMatchObject({
    state: 'done',
    result: { result: 'done', value: 4 },
  })
  expect(server.writes).toEqual([{ code: 6, unit: 1, address: SETPOINT, words: [40] }])

  const beyond = await admin.post<DeviceCommandView>(path, want(9))
  await admin.post(`${path}/${beyond.id}/confirm`, { value: 9 })
  expect(await eventually('the command ends', () => ended(beyond.id))).toMatchObject({
    state: 'refused',
    result: { code: 'outside-limits', context: { limits: [2, 5] } },
  })
  expect(server.writes).toHaveLength(1)

  const audit = await db.transaction({ municipality: WATERSIDE, role: 'reader' }, (tx) => listAudit(tx))
  const told = audit.filter(({ ref }) => ref === command.id).map(({ what }) => what)
  expect(told.reverse()).toEqual(
    ['asked', 'confirmed', 'sent', 'done'].map((step) => `device-command-${step}`),
  )
})

const giveRole = (role: 'operator'): Promise<unknown> =>
  db.across((tx) =>
    tx.query(
      `insert into membership (user_id, municipality, service, role)
       select distinct user_id, municipality, null, $1 from membership where role = 'admin'`,
      [role],
    ),
  )
