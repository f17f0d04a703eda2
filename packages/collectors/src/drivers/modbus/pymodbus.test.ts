import { findProfile, ModbusDevice, type ModbusProfile } from '@driftbild/devices'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../testing/modbus-server.ts'
import { ptyPair } from '../../testing/pty-pair.ts'
import { pymodbusServer } from '../../testing/pymodbus-server.ts'
import { hasPython } from '../../testing/python.ts'
import { until } from '../../testing/until.ts'
import { modbusCommands } from './commands.ts'
import { modbusLines } from './line.ts'
import { linkTo } from './link.ts'

const profile = findProfile('generic/replay-gateway') as ModbusProfile
const register = { role: 'pressure', unit: 'bar', table: 'holding-register', type: 'uint16' }
const coil = { role: 'running', unit: '1', table: 'coil', type: 'bit' }
/** One for each of the functions 6, 16, 16, 5 and 15. */
const points = [
  { ...register, name: 'word', address: 2500 },
  { ...register, name: 'word-multiple', address: 2501 },
  { ...register, name: 'float', address: 2502, type: 'float32' },
  { ...coil, name: 'coil', address: 2501 },
  { ...coil, name: 'coil-multiple', address: 2503 },
].map((point) => ({ ...point, reporting: { type: 'every', seconds: 1 } }))
const done = { result: 'done', value: 1 }

const missing = !hasPython('pymodbus.server', 'serial', 'serial_asyncio')

describe.skipIf(missing)(
  'pymodbus, a server of others (skipped without Debian’s python3-pymodbus, python3-serial, python3-serial-asyncio)',
  () => {
    test.each([
      [
        'Modbus TCP',
        async () => {
          const port = await freePort()
          await pymodbusServer('tcp', String(port))
          return { host: '127.0.0.1', port }
        },
      ],
      [
        'RTU over TCP',
        async () => {
          const port = await freePort()
          await pymodbusServer('rtu', String(port))
          return { host: '127.0.0.1', port, framing: 'rtu' }
        },
      ],
      [
        'a serial line',
        async () => {
          const [path, far] = await ptyPair()
          await pymodbusServer('serial', far)
          return { serial: { path } }
        },
      ],
    ])(
      'answers over %s: all four tables, the longest requests, two units, and commands',
      async (_, start) => {
        const address = await start()
        const lines = modbusLines()
        const makeDevice = (unit: number) =>
          ModbusDevice.parse({
            id: 'm',
            profile: profile.id,
            protocol: 'modbus',
            unit,
            signals: {},
            points,
            commands: Object.fromEntries(
              points.map(({ name }) => [
                name,
                { enabled: true, limits: [0, 1], multiple: name.endsWith('multiple') },
              ]),
            ),
            ...address,
          })
        const links = [1, 2].map(makeDevice).map((device) => {
          const line = lines(device)
          onTestFinished(line.enter())
          return linkTo(line, device, new AbortController().signal)
        })
        const never = new AbortController().signal
        const { write } = modbusCommands(makeDevice(1), profile, lines)
        const [one, two] = links as [(typeof links)[0], (typeof links)[0]]
        await until('the server', async () => 'words' in (await one.read('coil', 0, 1)))
        const numbers = (from: number, length: number) => Array.from({ length }, (_, i) => from + i)
        for (const [link, from] of [
          [one, 0],
          [two, 700],
          [one, 999],
        ] as const) {
          const registers = { words: numbers(from, 125).map((n) => n * 3) }
          expect(await link.read('holding-register', from, 125)).toEqual(registers)
          expect(await link.read('input-register', from, 125)).toEqual(registers)
          const every = (k: number) => ({ words: numbers(from, 2000).map((n) => (n % k === 0 ? 1 : 0)) })
          expect(await link.read('coil', from, 2000)).toEqual(every(3))
          expect(await link.read('discrete-input', from, 2000)).toEqual(every(5))
        }
        expect(await one.read('holding-register', 2999, 2)).toEqual({ exception: 2 })
        for (const { name } of points)
          expect(await write({ point: name, value: 1 }, never), name).toEqual(done)
        expect(await Promise.all(links.map((link) => link.read('input-register', 10, 1)))).toEqual([
          { words: [30] },
          { words: [30] },
        ])
      },
    )
  },
)
