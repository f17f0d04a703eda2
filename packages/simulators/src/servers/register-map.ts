import type { Micros } from '@driftbild/core'
import {
  encodeSourceTime,
  encodeWords,
  listModbusPoints,
  type ModbusPlace,
  type ModbusProfile,
  type Table,
  type TimeRegister,
  wordTypes,
} from '@driftbild/devices'
import type { Observed } from './history.ts'
import { exceptions, ModbusException, type ModbusUnit } from './modbus-server.ts'

/** The registers of one device, all four tables, as its profile lays them out. */
export interface RegisterMap extends ModbusUnit {
  /** Throws on a point that the profile hasn't. */
  set(point: string, observed: Observed): void
}

/** A table's contents. A register is absent, holds a word, or belongs to a value that the device can't give. */
interface Registers {
  words: Uint16Array
  failing: Uint8Array
}

export function createRegisterMap(profile: ModbusProfile): RegisterMap {
  const places = new Map(listModbusPoints(profile, { points: [] }).map((place) => [place.name, place]))
  const tables = tablesFor(places.values())

  const write = (table: Table, address: number, words: readonly number[] | null, length: number): void => {
    const registers = tables.get(table)!
    registers.failing.fill(words ? 0 : 1, address, address + length)
    if (words) registers.words.set(words, address)
  }
  const put = ({ point }: ModbusPlace, value: number | null): void => {
    const current = tables.get(point.table)!.words[point.address]!
    write(point.table, point.address, wordsOf(point, value, current), wordTypes[point.type])
  }
  const stamp = (time: TimeRegister | null, at: Micros | null): void => {
    if (time) write(time.table, time.address, encodeSourceTime(time, at), wordTypes[time.type])
  }

  for (const place of places.values()) {
    put(place, null)
    stamp(place.time, null)
  }

  return {
    set(name, { time, value }) {
      const place = places.get(name)
      if (!place) throw new Error(`profile ${profile.id} has no point ${name}`)
      put(place, value)
      stamp(place.time, time)
    },
    read(table, address, count) {
      const registers = tables.get(table)
      if (!registers || address + count > registers.words.length) {
        throw new ModbusException(exceptions.illegalAddress, `${table} ${address}+${count}`)
      }
      if (registers.failing.subarray(address, address + count).includes(1)) {
        throw new ModbusException(exceptions.deviceFailure, `${table} ${address}+${count} has no value`)
      }
      return registers.words.subarray(address, address + count)
    },
  }
}

function tablesFor(places: Iterable<ModbusPlace>): Map<Table, Registers> {
  const lengths = new Map<Table, number>()
  const reach = (table: Table, end: number) => lengths.set(table, Math.max(end, lengths.get(table) ?? 0))
  for (const { point, time } of places) {
    reach(point.table, point.address + wordTypes[point.type])
    if (time) reach(time.table, time.address + wordTypes[time.type])
  }
  return new Map(
    [...lengths].map(([table, length]) => [
      table,
      { words: new Uint16Array(length), failing: new Uint8Array(length) },
    ]),
  )
}

/**
 * Null where the type has no pattern for "no value": the device then fails to answer. A value that the
 * type can't hold is no value either, as it is to a transmitter driven beyond its range.
 */
function wordsOf(point: ModbusPlace['point'], value: number | null, current: number): number[] | null {
  for (const attempt of value === null ? [null] : [value, null]) {
    try {
      return encodeWords(point, attempt, current)
    } catch {
      // the next attempt, or none
    }
  }
  return null
}
