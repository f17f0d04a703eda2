import {
  decodeWords,
  encodeWords,
  listModbusPoints,
  type ModbusDevice,
  type ModbusPoint,
  type ModbusProfile,
  rawLimits,
  unwritable,
} from '@driftbild/devices'
import type { Refusal, RefusalCode } from '../../command.ts'

/** One write that its configuration allows. */
export interface PlannedWrite {
  ref: string
  point: ModbusPoint
  words: number[]
  /** What the words mean: the value, as fine as the point's type has it. */
  value: number
  /** Seconds for all of it. */
  within: number
  multiple: boolean
}

/** What would be sent for a command, or why nothing is. */
export function planWrite(
  device: ModbusDevice,
  profile: ModbusProfile,
  { point: name, value }: { point: string; value: number },
): PlannedWrite | Refusal {
  const ref = `${device.id} ${name}`
  const refuse = (code: RefusalCode, context: Record<string, unknown> = {}) => ({ code, ref, context })
  const place = listModbusPoints(profile, device).find((p) => p.name === name)
  if (!place) return refuse('unknown-point')
  const rule = Object.hasOwn(device.commands, name) ? device.commands[name] : undefined
  if (!rule?.enabled) return refuse('not-enabled')
  const { point } = place
  const why = unwritable(point, device, profile)
  if (why) return refuse('not-writable', { why })
  if (!Number.isFinite(value)) return refuse('not-a-number', { value })
  const outside = (v: number) => v < rule.limits[0] || v > rule.limits[1]
  if (outside(value)) return refuse('outside-limits', { value, limits: rule.limits })
  const words = wordsFor(point, value)
  const meant = words && decodeWords(point, words)
  // A number that is the device's "no value" would switch something off rather than set it.
  if (!meant || !('value' in meant)) return refuse('does-not-fit', { value })
  if (point.type === 'bit' && meant.value !== value) return refuse('does-not-fit', { value })
  // Rounded to the register's step it must still be allowed; a float's last bit is no step.
  if (rawLimits[point.type] && outside(meant.value))
    return refuse('outside-limits', { value: meant.value, limits: rule.limits })
  return { ref, point, words, value: meant.value, within: rule.within, multiple: rule.multiple }
}

function wordsFor(point: ModbusPoint, value: number): number[] | null {
  try {
    return encodeWords(point, value)
  } catch {
    return null
  }
}
