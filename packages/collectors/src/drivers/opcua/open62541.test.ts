import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../testing/modbus-server.ts'
import { hasOpen62541, open62541Server } from '../../testing/open62541-server.ts'
import { proxyTo } from '../../testing/proxy.ts'
import { collectStation } from '../../testing/station-device.ts'
import { temporaryFolder } from '../../testing/temporary.ts'
import { until } from '../../testing/until.ts'

describe.skipIf(!hasOpen62541())(
  'open62541, a server of others (skipped without libopen62541-1.4-dev and a compiler, or DRIFTBILD_OPEN62541)',
  () => {
    /** The server counts: a value that is missing between two others was lost. */
    const holesIn = (values: readonly unknown[]) =>
      values.filter((value, i) => i > 0 && Number(value) !== Number(values[i - 1]) + 1)

    const start = async (config: object = {}) => {
      const port = await freePort()
      await open62541Server(port)
      const proxy = await proxyTo(port)
      const endpoint = `opc.tcp://127.0.0.1:${proxy.port}`
      const collected = collectStation(endpoint, join(temporaryFolder(), 'outbox.sqlite'), config)
      onTestFinished(collected.stop)
      return { proxy, ...collected }
    }

    test('every value comes, in order, with the time that the server gave it', async () => {
      const { outbox, values } = await start()
      await until('a hundred values', () => values().length >= 100)
      expect(holesIn(values())).toEqual([])
      const times = outbox.read(0, 1e6).flatMap((e) => (e.kind === 'reading' ? [e.reading] : []))
      expect(times.every(({ clock, status }) => clock === 'device' && status === 0)).toBe(true)
      expect(times.every(({ sourceTime }, i) => i === 0 || sourceTime > times[i - 1]!.sourceTime)).toBe(true)
    })

    test('a cut link costs no value', async () => {
      const { proxy, values } = await start()
      await until('some values', () => values().length >= 50)
      proxy.cut()
      const before = values().length
      await new Promise((resolve) => setTimeout(resolve, 1000))
      proxy.mend()
      await until('values of after the cut', () => values().length >= before + 150)
      expect(holesIn(values().toSorted((a, b) => Number(a) - Number(b)))).toEqual([])
      expect(new Set(values()).size).toBe(values().length)
    })

    test('it can be polled', async () => {
      const { values } = await start({ mode: 'poll', every: 0.1 })
      await until('ten values', () => values().length >= 10)
      expect(new Set(values()).size).toBe(values().length)
    })
  },
)
