import { SECOND, statusCodes } from '@driftbild/core'
import {
  encodeSourceTime,
  encodeWords,
  findProfile,
  listModbusPoints,
  ModbusDevice,
  type ModbusProfile,
} from '@driftbild/devices'
import { describe, expect, onTestFinished, test } from 'vitest'
import { collectingSink } from '../../testing/collecting-sink.ts'
import { type ModbusServer, modbusServer } from '../../testing/modbus-server.ts'
import { T0 } from '../../testing/readings.ts'
import { until } from '../../testing/until.ts'
import { modbusDriver } from './driver.ts'
import { modbusLines } from './line.ts'

const NOW = T0 + 999
const profile = (id: string) => findProfile(id) as ModbusProfile

function start(server: ModbusServer, config: Partial<Parameters<typeof ModbusDevice.parse>[0] & object>) {
  const device = ModbusDevice.parse({
    id: 'meter',
    profile: 'generic/dma-meter',
    protocol: 'modbus',
    host: '127.0.0.1',
    port: server.port,
    every: 0.05,
    timeout: 0.5,
    signals: {},
    ...config,
  })
  const sink = collectingSink()
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const run = modbusDriver(device, profile(device.profile), { now: () => NOW, lines: modbusLines() }).run(
    sink,
    stop.signal,
  )
  return { sink, stop, run }
}

/** Plays a point of a profile on the server, as the device would. */
function play(
  server: ModbusServer,
  profileId: string,
  values: Record<string, number | null>,
  at: number | null,
) {
  for (const { name, point, time } of listModbusPoints(profile(profileId), { points: [] })) {
    const value = values[name]
    if (value === undefined) continue
    const current = server.tables[point.table].get(point.address)
    server.put(point.table, point.address, encodeWords(point, value, current))
    if (time) server.put(time.table, time.address, encodeSourceTime(time, at))
  }
}

/** Fills the holes that a real device answers with zeros. */
function zeros(server: ModbusServer, from: number, to: number) {
  for (let a = from; a < to; a++)
    if (!server.tables['input-register'].has(a)) server.put('input-register', a, [0])
}

describe('polling', () => {
  test('values come with the device’s own time, in one request', async () => {
    const server = await modbusServer()
    play(server, 'generic/dma-meter', { flow: 12.5, pressure: 17, temperature: null }, T0)
    zeros(server, 0, 16)
    const { sink } = start(server, {
      signals: { flow: 'M1/flow', pressure: 'M1/pressure', temperature: 'M1/temperature' },
    })
    await until('a poll', () => sink.taken.length >= 3)
    const common = { sourceTime: T0, serverTime: null, receivedTime: NOW, clock: 'device' }
    expect(sink.taken.slice(0, 3)).toEqual([
      { key: 'M1/flow', unit: 'm3/h', kind: 'measure', reading: { ...common, status: 0, value: 12.5 } },
      {
        key: 'M1/pressure',
        unit: 'bar',
        kind: 'measure',
        reading: { ...common, status: statusCodes.UncertainEngineeringUnitsExceeded, value: 17 },
      },
      {
        key: 'M1/temperature',
        unit: 'Cel',
        kind: 'measure',
        reading: { ...common, status: statusCodes.BadNoData, reason: 'invalid-marker' },
      },
    ])
    expect(server.requests[0]).toMatchObject({ table: 'input-register', address: 0, length: 15 })
    expect(sink.heardKeys).toEqual(new Set(['M1/flow', 'M1/pressure', 'M1/temperature']))
  })

  test('a device without a clock gets the collector’s, marked so', async () => {
    const server = await modbusServer()
    play(server, 'generic/pressure-logger', { pressure: 4.5 }, null)
    const { sink } = start(server, {
      profile: 'generic/pressure-logger',
      signals: { pressure: 'T1/pressure' },
    })
    await until('a poll', () => sink.taken.length > 0)
    expect(sink.taken[0]!.reading).toMatchObject({ value: 4.5, sourceTime: NOW, clock: 'collector' })
  })

  test('luminaires behind a gateway each have their own time; one that never reported says nothing', async () => {
    const server = await modbusServer()
    zeros(server, 0, 140)
    play(
      server,
      'generic/lighting-cabinet',
      { 'luminaire[0].lamp-on': 1, 'luminaire[0].lamp-failure': 0 },
      T0,
    )
    play(server, 'generic/lighting-cabinet', { 'luminaire[2].lamp-on': null }, T0 + 60 * SECOND)
    const { sink } = start(server, {
      profile: 'generic/lighting-cabinet',
      signals: {
        'luminaire[0].lamp-on': 'A0/lamp-on',
        'luminaire[0].lamp-failure': 'A0/lamp-failure',
        'luminaire[1].lamp-on': 'A1/lamp-on',
        'luminaire[2].lamp-on': 'A2/lamp-on',
      },
    })
    await until('a poll', () => sink.taken.length >= 3)
    expect(sink.taken.slice(0, 3).map((t) => [t.key, t.reading.sourceTime - T0])).toEqual([
      ['A0/lamp-on', 0],
      ['A0/lamp-failure', 0],
      ['A2/lamp-on', 60 * SECOND],
    ])
    expect(sink.values('A0/lamp-on')[0]).toBe(1)
    expect(sink.values('A2/lamp-on')[0]).toBe('invalid-marker')
    expect(sink.values('A1/lamp-on')).toEqual([])
  })

  test('a device that refuses unused registers between points gets its points asked apart', async () => {
    const server = await modbusServer()
    play(server, 'generic/dma-meter', { flow: 1 }, T0)
    server.put('input-register', 0x0a, [55])
    const { sink } = start(server, {
      signals: { flow: 'M1/flow', extra: 'M1/battery' },
      points: [
        {
          name: 'extra',
          role: 'battery',
          unit: '%',
          reporting: { type: 'every', seconds: 60 },
          table: 'input-register',
          address: 0x0a,
          type: 'uint16',
        },
      ],
    })
    await until('two polls', () => sink.values('M1/battery').length >= 2)
    expect(sink.values('M1/battery')[0]).toBe(55)
    expect(sink.values('M1/flow')[0]).toBe(1)
    expect(sink.messages).toEqual([expect.stringMatching(/meter refuses input-register 0–10 in one request/)])
  })

  test.each([
    [2, 'configuration-error', statusCodes.BadConfigurationError],
    [3, 'configuration-error', statusCodes.BadConfigurationError],
    [4, 'device-failure', statusCodes.BadDeviceFailure],
    [6, 'device-failure', statusCodes.BadDeviceFailure],
    [10, 'device-failure', statusCodes.BadDeviceFailure],
    [11, 'device-failure', statusCodes.BadDeviceFailure],
  ] as const)('exception %i becomes %s, and the device goes on being read', async (code, reason, status) => {
    const server = await modbusServer()
    server.exceptions['input-register'] = code
    play(server, 'generic/dma-meter', { flow: 3 }, T0)
    const { sink } = start(server, { signals: { flow: 'M1/flow' } })
    await until('the exception', () => sink.taken.length > 0)
    expect(sink.taken[0]!.reading).toMatchObject({ reason, status, clock: 'collector' })
    delete server.exceptions['input-register']
    await until('the value', () => sink.values('M1/flow').includes(3))
  })

  test('where a gateway can’t reach the unit, one request says so for all points of the poll', async () => {
    const server = await modbusServer()
    server.absent.set(1, 0x0b)
    const { sink } = start(server, {
      signals: { flow: 'M1/flow', far: 'M1/battery' },
      points: [
        {
          name: 'far',
          role: 'battery',
          unit: '%',
          reporting: { type: 'every', seconds: 60 },
          table: 'holding-register',
          address: 500,
          type: 'uint16',
        },
      ],
    })
    await until('a poll', () => sink.taken.length > 0)
    expect(sink.taken.map((t) => t.key).toSorted()).toEqual(['M1/battery', 'M1/flow'])
    for (const { reading } of sink.taken) expect(reading).toMatchObject({ reason: 'device-failure' })
    expect(server.requests).toHaveLength(1)
  })

  test('coils and discrete inputs are read as bits', async () => {
    const server = await modbusServer()
    server.put('coil', 3, [1])
    server.put('discrete-input', 5, [0])
    const bit = {
      role: 'running',
      unit: '1',
      type: 'bit',
      reporting: { type: 'every', seconds: 60 },
    } as const
    const { sink } = start(server, {
      signals: { a: 'X/running', b: 'Y/running' },
      points: [
        { ...bit, name: 'a', table: 'coil', address: 3 },
        { ...bit, name: 'b', table: 'discrete-input', address: 5 },
      ],
    })
    await until('a poll', () => sink.taken.length >= 2)
    expect([sink.values('X/running')[0], sink.values('Y/running')[0]]).toEqual([1, 0])
  })
})
