import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DAY, type Micros, parseTime, type Register, SIMULATED_TOWN, statusCodes } from '@driftbild/core'
import {
  drawScenario,
  loadMapping,
  loadRecording,
  makeTown,
  replayRegister,
  simulate,
} from '@driftbild/simulators'
import { type Answered, answerOf } from './answer.ts'

/** Readings as an edge would have sent them, in the order in which they came, and the register that knows them. */
export interface Past {
  name: string
  register: Register
  readings: AsyncIterable<Answered>
}

/** Ten district meters that were recorded hourly, by way of an OPC UA server; null where `data` has no such file. */
export async function recordedMeters(data: string): Promise<Past | null> {
  const file = [join(data, 'inflow_Ls.csv.gz'), join(data, 'bwdf/inflow_Ls.csv.gz')].find((one) =>
    existsSync(one),
  )
  if (!file) return null
  const recording = await loadRecording({ files: [file], mapping: await loadMapping('bwdf') })
  const answer = answerOf(1)
  async function* readings(): AsyncGenerator<Answered> {
    const { columns, series } = recording
    for (let i = 0; i < columns.length; i++) {
      const { key, unit } = series[columns.series[i]!]!
      const value = Number.isNaN(columns.value[i]!) ? null : columns.value[i]!
      const status = value === null ? statusCodes.BadNoData : statusCodes.Good
      yield answer({ key, unit, protocol: 'opcua', device: key, at: columns.time[i]!, value, status })
    }
  }
  return {
    name: 'bwdf',
    register: replayRegister(recording, recording.mapping.municipality),
    readings: readings(),
  }
}

const BEGIN: Micros = parseTime('2026-03-02T00:00:00Z')
const SEED = 1

/** All that a simulated town reports in some days, at the field's rhythm. */
export function simulatedTown(days: number): Past {
  const town = makeTown(SEED)
  const units = new Map(town.register.signals.map(({ key, unit }) => [key, unit]))
  const devices = new Map(
    town.devices.flatMap(({ id, protocol, signals }) =>
      Object.values(signals).map((key) => [key, { device: id, protocol }] as const),
    ),
  )
  const answer = answerOf(2)
  async function* readings(): AsyncGenerator<Answered> {
    const span = { from: BEGIN, to: BEGIN + days * DAY }
    const scenario = drawScenario(town, SEED, span.from, span.to)
    for await (const day of simulate(town, { ...span, scenario })) {
      for (const { key, time, value, status } of day) {
        yield answer({ key, unit: units.get(key)!, ...devices.get(key)!, at: time, value, status })
      }
    }
  }
  return {
    name: 'town',
    register: { ...town.register, municipality: { ...town.register.municipality, code: SIMULATED_TOWN } },
    readings: readings(),
  }
}
