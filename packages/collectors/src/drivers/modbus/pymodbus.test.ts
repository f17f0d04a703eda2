import { ModbusDevice } from '@driftbild/devices'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../testing/modbus-server.ts'
import { ptyPair } from '../../testing/pty-pair.ts'
import { pymodbusServer } from '../../testing/pymodbus-server.ts'
import { hasPython } from '../../testing/python.ts'
import { until } from '../../testing/until.ts'
import { modbusLines } from './line.ts'
import { linkTo } from './link.ts'

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
    ])('answers over %s: all four tables, the longest requests, two units', async (_, start) => {
      const address = await start()
      const lines = modbusLines()
      const links = [1, 2].map((unit) => {
        const device = ModbusDevice.parse({
          id: 'm',
          profile: 'generic/dma-meter',
          protocol: 'modbus',
          unit,
          signals: {},
          ...address,
        })
        const line = lines(device)
        onTestFinished(line.enter())
        return linkTo(line, device, new AbortController().signal)
      })
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
      expect(await Promise.all(links.map((link) => link.read('input-register', 10, 1)))).toEqual([
        { words: [30] },
        { words: [30] },
      ])
    })
  },
)
