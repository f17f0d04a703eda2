import { type Calendar, kindOf } from '../common/calendar.ts'
import type { LocalDays } from './local-days.ts'

/** What a series' past amounts to, on local hours from the first day on; a missing hour is NaN. */
export interface DemandHistory {
  first: number
  /** Local days that are begun. */
  days: number
  values: Float32Array
  /** What is usual, learnt over weeks, days and months: known at the start of each day, for each kind of day. */
  usual: Profiles
  quick: Profiles
  slow: Profiles
  /** How far the hours of a day lie from the usual: the median of twelve weeks, by day. */
  scale: Float32Array
  holiday: Calendar
}

/** 24 values per day on which they are known and kind of day. */
export type Profiles = Float32Array

/** What a week's age leaves of a day's say, and what another working day has to say. */
const USUAL = { decay: 0.75, other: 0.2 }
const QUICK = { decay: 0.45, other: 0.3 }
const SLOW = { decay: 0.9, other: 0.3 }
/** What a Sunday says of a Monday, so that a kind of day never seen isn't without any word. */
const UNLIKE = 0.01
const KINDS = 8
const SCALE_DAYS = 84

/** `until` is a day that must be reached, however long ago the last value is. */
export function demandHistory(days: LocalDays, holiday: Calendar, until: number): DemandHistory {
  const count = Math.max(days.values.length, until - days.first)
  const values = new Float32Array(count * 24).fill(Number.NaN)
  for (const [d, hours] of days.values.entries())
    for (const [h, value] of hours.entries()) if (value !== null) values[d * 24 + h] = value
  const kinds = Uint8Array.from({ length: count + 1 }, (_, d) => kindOf(days.first + d, holiday))
  const usual = profiles(values, kinds, USUAL)
  return {
    first: days.first,
    days: count,
    values,
    usual,
    quick: profiles(values, kinds, QUICK),
    slow: profiles(values, kinds, SLOW),
    scale: scales(values, kinds, usual),
    holiday,
  }
}

/** Where a profile's value lies: known at the start of day `known`, for a kind of day and an hour. */
export const profileAt = (known: number, kind: number, hour: number): number =>
  (known * KINDS + kind) * 24 + hour

function profiles(values: Float32Array, kinds: Uint8Array, memory: typeof USUAL): Profiles {
  const days = values.length / 24
  const fade = memory.decay ** (1 / 7)
  const out = new Float32Array((days + 1) * KINDS * 24).fill(Number.NaN)
  const sum = new Float64Array(KINDS * 24)
  const weight = new Float64Array(KINDS * 24)
  for (let day = 0; day < days; day++) {
    const own = kinds[day]!
    for (let kind = 1; kind < KINDS; kind++) {
      const share = own === kind ? 1 : kind < 6 && own < 6 ? memory.other : UNLIKE
      const next = profileAt(day + 1, kind, 0)
      for (let h = 0; h < 24; h++) {
        const i = kind * 24 + h
        sum[i]! *= fade
        weight[i]! *= fade
        const value = values[day * 24 + h]!
        if (!Number.isNaN(value)) {
          sum[i]! += share * value
          weight[i]! += share
        }
        if (weight[i]! > 0) out[next + h] = sum[i]! / weight[i]!
      }
    }
  }
  return out
}

/** A day counts with the usual known three days before it. */
function scales(values: Float32Array, kinds: Uint8Array, usual: Profiles): Float32Array {
  const days = values.length / 24
  const off = Float32Array.from({ length: days }, (_, day) => {
    if (day < 14) return Number.NaN
    let sum = 0
    let count = 0
    for (let h = 0; h < 24; h++) {
      const error = Math.abs(values[day * 24 + h]! - usual[profileAt(day - 3, kinds[day]!, h)]!)
      if (Number.isNaN(error)) continue
      sum += error
      count++
    }
    return count > 6 ? sum / count : Number.NaN
  })
  return Float32Array.from({ length: days + 1 }, (_, day) => {
    const near = off.subarray(Math.max(0, day - SCALE_DAYS), day).filter((v) => v > 0)
    return near.length >= 7 ? near.sort()[near.length >> 1]! : Number.NaN
  })
}
