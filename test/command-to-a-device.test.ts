import type { DeviceCommandView } from '@driftbild/api/contract'
import { ModbusDevice } from '@driftbild/devices'
import { listAudit } from '@driftbild/store'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { modbusServer } from '../packages/collectors/src/testing/modbus-server.ts'
import { type Centre, startCentre } from './chain/centre.ts'
import { type Client, signIn } from './chain/client.ts'
import { startEdge } from './chain/edge.ts'
import { eventually } from './chain/process.ts'
import { WATERSIDE, waterside } from './chain/waterside.ts'

// From a person to a register of a device and back: the centre and the edge as processes of their own, a server
// that speaks Modbus/TCP, TimescaleDB.

const SETPOINT = 100
const path = `/api/${WATERSIDE}/device-commands`

let centre: Centre
let admin: Client

beforeAll(async () => {
  centre = await startCentre(waterside)
  admin = await signIn(centre.address, centre.signInLink)
})
afterAll(() => centre?.stop())

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
  const edge = await startEdge(centre, WATERSIDE, [device])
  onTestFinished(() => edge.stop().then(() => undefined))

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

  const audit = await centre.db.transaction({ municipality: WATERSIDE, role: 'reader' }, (tx) =>
    listAudit(tx),
  )
  const told = audit.filter(({ ref }) => ref === command.id).map(({ what }) => what)
  expect(told.reverse()).toEqual(
    ['asked', 'confirmed', 'sent', 'done'].map((step) => `device-command-${step}`),
  )
})

const giveRole = (role: 'operator'): Promise<unknown> =>
  centre.db.across((tx) =>
    tx.query(
      `insert into membership (user_id, municipality, service, role)
       select distinct user_id, municipality, null, $1 from membership where role = 'admin'`,
      [role],
    ),
  )
