import type { AlarmView } from '@driftbild/api/contract'
import type { Register } from '@driftbild/core'
import { OpcuaDevice } from '@driftbild/devices'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { opcuaServer } from '../packages/collectors/src/testing/opcua-server.ts'
import { type Centre, startCentre } from './chain/centre.ts'
import { type Client, signIn } from './chain/client.ts'
import { startEdge } from './chain/edge.ts'
import { eventually } from './chain/process.ts'
import { WATERSIDE, waterside } from './chain/waterside.ts'

// From an alarm that a PLC raises by itself (OPC UA Alarms & Conditions) to the list that a person looks at, and
// back to rest: a server that speaks OPC UA, the edge and the centre as processes of their own, TimescaleDB.

const KEY = 'P-1/motor-protection'
const register: Register = {
  ...waterside,
  signals: [
    ...waterside.signals,
    {
      key: KEY,
      asset: 'P-1',
      role: 'device-alarm',
      unit: '1',
      kind: { type: 'flag' },
      reporting: { type: 'on-change', silentAtMost: 7 * 86_400 },
      range: null,
    },
  ],
  alarmRules: [
    {
      id: `${KEY}#on`,
      signal: KEY,
      condition: 'equals',
      limit: 1,
      window: null,
      hysteresis: 0,
      delayOn: 0,
      delayOff: 0,
      priority: 'critical',
      mode: 'pump-overheated',
    },
  ],
}

let centre: Centre
let person: Client

beforeAll(async () => {
  centre = await startCentre(register)
  person = await signIn(centre.address, centre.signInLink)
})
afterAll(() => centre?.stop())

const alarms = async (isActive: boolean) => {
  const { items } = await person.get<{ items: AlarmView[] }>(`/api/${WATERSIDE}/alarms?active=${isActive}`)
  return items
}

test('a condition that a server raises is an alarm of the centre, until it clears', async () => {
  const server = await opcuaServer({ variables: {}, alarms: ['MotorProtection', 'HighLevel'] })
  const device = OpcuaDevice.parse({
    id: 'plc',
    profile: 'generic/opcua',
    protocol: 'opcua',
    endpoint: server.endpoint,
    object: '0:Server',
    trusted: server.thumbprint,
    publishing: 50,
    alarms: {
      conditions: [
        { name: 'motor-protection', source: 'MotorProtectionInput', condition: 'MotorProtection' },
      ],
    },
    signals: { 'motor-protection': KEY },
  })
  const edge = await startEdge(centre, WATERSIDE, [device])
  onTestFinished(() => edge.stop().then(() => undefined))
  await eventually('the edge listens', async () => server.sessions().length > 0)

  server.alarm('HighLevel', true)
  server.alarm('MotorProtection', true)
  const [raised] = await eventually('the alarm', async () => {
    const found = await alarms(true)
    return found.length > 0 && found
  })
  expect(raised).toMatchObject({
    asset: 'P-1',
    mode: 'pump-overheated',
    priority: 'critical',
    clearedAt: null,
  })

  server.alarm('MotorProtection', false)
  await eventually('nothing stands', async () => (await alarms(true)).length === 0)
  expect(await alarms(false)).toMatchObject([{ raisedAt: raised!.raisedAt, clearedAt: expect.any(String) }])
})
