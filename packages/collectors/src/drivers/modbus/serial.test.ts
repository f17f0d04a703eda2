import {
  encodeWords,
  findProfile,
  listModbusPoints,
  ModbusDevice,
  type ModbusProfile,
} from '@driftbild/devices'
import modbus from 'modbus-serial'
import { describe, expect, onTestFinished, test } from 'vitest'
import { collectingSink } from '../../testing/collecting-sink.ts'
import { type ModbusContents, modbusContents, vectorOf } from '../../testing/modbus-server.ts'
import { ptyPair } from '../../testing/pty-pair.ts'
import { hasPython } from '../../testing/python.ts'
import { until } from '../../testing/until.ts'
import { modbusDriver } from './driver.ts'
import { modbusLines } from './line.ts'
import { linkTo } from './link.ts'

const profile = findProfile('generic/pressure-logger') as ModbusProfile
const never = new AbortController().signal

/** modbus-serial's own server at one end of a pair of lines; the other end is the collector's. */
async function serialDevices(): Promise<{ path: string; devices: ModbusContents }> {
  const [path, far] = await ptyPair()
  const devices = modbusContents()
  const options = { port: far, path: far, baudRate: 19200, unitID: 255 }
  const server = new modbus.ServerSerial(vectorOf(devices), options)
  await new Promise<void>((resolve) => server.on('initialized', () => resolve()))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  for (const { point } of listModbusPoints(profile, { points: [] }))
    devices.put(point.table, point.address, encodeWords(point, 5))
  return { path, devices }
}

const logger = (path: string, unit: number) =>
  ModbusDevice.parse({
    id: `logger-${unit}`,
    profile: profile.id,
    protocol: 'modbus',
    serial: { path },
    unit,
    every: 0.2,
    timeout: 0.3,
    signals: { pressure: `L${unit}/pressure`, battery: `L${unit}/battery` },
  })

describe.skipIf(!hasPython('pty'))('a serial line (skipped without python3, which makes the pair)', () => {
  test('carries several units, and goes on when one of them is silent', async () => {
    const { path, devices } = await serialDevices()
    devices.silent.add(2)
    const lines = modbusLines()
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    const runs = [1, 2, 3].map((unit) => {
      const sink = collectingSink()
      const run = modbusDriver(logger(path, unit), profile, { now: () => 0, lines }).run(sink, stop.signal)
      return { sink, run }
    })
    expect(await runs[1]!.run).toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining(`logger-2, unit 2 on ${path}: no answer within 0.3 s`),
    })
    for (const unit of [1, 3])
      await until(`polls of unit ${unit}`, () => runs[unit - 1]!.sink.values(`L${unit}/pressure`).length >= 5)
    expect(runs[0]!.sink.values('L1/pressure')).toContain(5)
    expect(runs[2]!.sink.values('L3/battery')).toContain(5)
    stop.abort()
    expect(await Promise.all([runs[0]!.run, runs[2]!.run])).toEqual([null, null])
  })

  test('is free for others when nobody reads it any more, and is told when another program has it', async () => {
    const { path } = await serialDevices()
    const device = logger(path, 1)
    const [one, other] = [modbusLines()(device), modbusLines()(device)]
    const leave = one.enter()
    const read = (line: typeof one) => linkTo(line, device, never).read('holding-register', 0, 1)
    expect(await read(one)).toHaveProperty('words')
    expect(await read(other)).toMatchObject({
      failure: { message: `connecting to logger-1 on ${path}: another program has opened it` },
    })
    leave()
    await until('the line to be free', async () => 'words' in (await read(other)))
  })
})
