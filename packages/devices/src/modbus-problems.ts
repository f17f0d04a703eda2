import type { ModbusDevice } from './device-config.ts'
import { pageWords } from './event-buffer.ts'
import { lineName, lineOf } from './modbus-line.ts'
import { findForbidden, pointSpans, readRules } from './point-spans.ts'
import { listModbusPoints } from './points.ts'
import { type ForbiddenRange, type ModbusPoint, type ModbusProfile, wordTypes } from './profile.ts'

type Add = (path: (string | number)[], message: string) => void

/** Mistakes in one Modbus device that need its profile to be seen. */
export function modbusProblems(device: ModbusDevice, profile: ModbusProfile, add: Add): void {
  const line = lineOf(device)
  if (line.type !== 'tcp' && (device.unit < 1 || device.unit > 247))
    add(['unit'], 'units on a serial line are numbered 1 to 247')
  forbiddenProblems(device, profile, add)
  commandProblems(device, profile, add)
}

/** What two devices on one line do to each other; `add` blames the later one. */
export function sharedLineProblems(before: ModbusDevice, device: ModbusDevice, add: Add): void {
  const [one, other] = [lineOf(before), lineOf(device)]
  if (lineName(one) !== lineName(other)) return
  const settings = device.serial ? 'serial' : 'framing'
  if (JSON.stringify(one) !== JSON.stringify(other))
    add([settings], `${before.id} is on ${lineName(one)} too: both need the same ${settings}`)
  for (const [silent, waiting] of [
    [before, device],
    [device, before],
  ] as const) {
    if (silent.timeout >= waiting.every)
      add(
        ['timeout'],
        `while ${silent.id} doesn't answer, ${waiting.id} waits on the same line for ${silent.timeout} s and would lose a poll: set timeout of ${silent.id} below every of ${waiting.id} (${waiting.every} s)`,
      )
  }
}

function forbiddenProblems(device: ModbusDevice, profile: ModbusProfile, add: Add): void {
  const { forbidden } = readRules(profile, device)
  for (const span of pointSpans(profile, device)) {
    const range = findForbidden(span, forbidden)
    if (!range) continue
    const [first] = span.points
    const what = span.time ? `${first!.name} must be read together with its time, which` : `${first!.name}`
    add(['signals', first!.name], `${what} lies in ${named(range)}, which is forbidden`)
  }
  const buffer = device.events.length > 0 && profile.eventBuffer
  const page = buffer && { ...buffer, table: 'input-register' as const, length: pageWords(buffer) }
  const range = page && findForbidden(page, forbidden)
  if (range) add(['events'], `the event buffer lies in ${named(range)}, which is forbidden`)
}

function commandProblems(device: ModbusDevice, profile: ModbusProfile, add: Add): void {
  const points = new Map(listModbusPoints(profile, device).map((p) => [p.name, p.point]))
  for (const [name, { limits }] of Object.entries(device.commands)) {
    const point = points.get(name)
    const problem = point ? unwritable(point, device, profile) : `${profile.id} has no point ${name}`
    if (problem) add(['commands', name], problem)
    if (limits[0] > limits[1]) add(['commands', name, 'limits'], 'the least comes first')
  }
}

/** Why no command can be given to a point, whatever its value; null if one can. */
export function unwritable(point: ModbusPoint, device: ModbusDevice, profile: ModbusProfile): string | null {
  if (device.unit === 0) return 'unit 0 addresses every unit on the line: nobody would confirm a command'
  if (point.table === 'discrete-input' || point.table === 'input-register')
    return `a ${point.table} can only be read`
  if (point.table === 'holding-register' && point.type === 'bit')
    return 'a bit shares its register with others that may change meanwhile: only a coil of its own can be written'
  const run = { table: point.table, address: point.address, length: wordTypes[point.type] }
  const range = findForbidden(run, readRules(profile, device).forbidden)
  return range ? `it lies in ${named(range)}, which is forbidden` : null
}

const named = ({ table, from, to }: ForbiddenRange): string => `${table} ${from}–${to}`
