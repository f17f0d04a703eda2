import { join } from 'node:path'
import { DataType, type UAVariable } from 'node-opcua'
import { expect, test, vi } from 'vitest'
import { freePort } from '../../testing/modbus-server.ts'
import { NAMESPACE, opcuaServer, type ServerOptions } from '../../testing/opcua-server.ts'
import { stationDevice } from '../../testing/station-device.ts'
import { stationProfile } from '../../testing/station-profile.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { opcuaCommands } from './commands.ts'
import { lazyPki } from './pki.ts'

vi.setConfig({ testTimeout: 30_000 })

const rule = { enabled: true, limits: [0, 6], within: 4 }

function commandsTo(endpoint: string, config: object = {}) {
  const now = () => Date.now() * 1000
  const device = stationDevice(endpoint, { commands: { pressure: rule }, ...config })
  const { write } = opcuaCommands(device, stationProfile, {
    pki: lazyPki(join(temporaryFolder(), 'pki'), now),
  })
  return (value: number, point = 'pressure', end = new AbortController().signal) =>
    write({ point, value }, end)
}

const variables: ServerOptions['variables'] = {
  Pressure: { writable: true, initial: [1, 1e15] },
  Level: { initial: [1, 1e15] },
}
/** The variable as the server has it. */
function variableIn({ server }: Awaited<ReturnType<typeof opcuaServer>>): UAVariable {
  const space = server.engine.addressSpace!
  const index = space.getNamespaceIndex(NAMESPACE)
  const station = space.rootFolder.objects.getFolderElementByName('Station', index)!
  return station.getChildByName('Pressure', index) as UAVariable
}
const valueIn = (server: Awaited<ReturnType<typeof opcuaServer>>): unknown =>
  variableIn(server).readValue().value.value

test('a value is written in the node’s own type, over an encrypted connection, and read back', async () => {
  for (const [dataType, value, written] of [
    [DataType.Double, 2.5, 2.5],
    [DataType.Float, 0.1, Math.fround(0.1)],
    [DataType.UInt16, 5, 5],
    [DataType.Int64, 5, 5],
    [DataType.Boolean, 1, 1],
  ] as const) {
    const server = await opcuaServer({
      variables: { Pressure: { writable: true, dataType } },
      security: ['SignAndEncrypt'],
    })
    const write = commandsTo(server.endpoint, { security: 'SignAndEncrypt', trusted: server.thumbprint })
    expect(await write(value)).toEqual({ result: 'done', value: written })
    await server.stop()
  }
})

const refused: [string, object, [value: number, point?: string], object][] = [
  ['outside its limits', {}, [6.5], { code: 'outside-limits', context: { value: 6.5, limits: [0, 6] } }],
  ['that is no number', {}, [Number.NaN], { code: 'not-a-number' }],
  ['to a point that is not enabled', {}, [1, 'level'], { code: 'not-enabled', ref: 'station level' }],
  [
    'to one that is named but not enabled',
    { commands: { pressure: { limits: [0, 6] } } },
    [1],
    { code: 'not-enabled' },
  ],
  ['to a point that is not there', {}, [1, 'presure'], { code: 'unknown-point' }],
  [
    'to a node that this user may only read',
    { commands: { level: rule } },
    [1, 'level'],
    { code: 'not-writable' },
  ],
  ['to a node that is not there', { object: '1:Statoin' }, [1], { code: 'not-sent' }],
]
test.each(refused)('a value %s is not written', async (_, config, [value, point], expected) => {
  const server = await opcuaServer({ variables })
  const write = commandsTo(server.endpoint, config)
  expect(await write(value, point)).toMatchObject({ result: 'refused', ...expected })
  expect(valueIn(server)).toBe(1)
})

test('a value that the node’s type does not hold is not written rounded', async () => {
  const server = await opcuaServer({ variables: { Pressure: { writable: true, dataType: DataType.Int16 } } })
  expect(await commandsTo(server.endpoint)(2.5)).toMatchObject({
    result: 'refused',
    code: 'does-not-fit',
    context: { type: 'Int16' },
  })
})

test('a server that is not there was not sent anything', async () => {
  const write = commandsTo(`opc.tcp://127.0.0.1:${await freePort()}`)
  expect(await write(2)).toMatchObject({ result: 'refused', code: 'not-sent' })
})

test('what nobody expects any more is not sent', async () => {
  const server = await opcuaServer({ variables })
  const write = commandsTo(server.endpoint)
  expect(await write(2, 'pressure', AbortSignal.abort())).toMatchObject({
    result: 'refused',
    code: 'not-sent',
  })
  expect(valueIn(server)).toBe(1)
})

test('a device that makes something else of it is not called done', async () => {
  const server = await opcuaServer({ variables })
  const write = commandsTo(server.endpoint)
  variableIn(server).on('value_changed', ({ value }) => {
    if (value.value === 2) server.put('Pressure', 3, Date.now() * 1000)
  })
  expect(await write(2)).toMatchObject({
    result: 'not-confirmed',
    code: 'reads-differently',
    context: { written: 2, read: 3 },
  })
})
