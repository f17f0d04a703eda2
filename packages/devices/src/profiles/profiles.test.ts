import { roles, units } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { decodeWords, encodeWords } from '../decode.ts'
import { pageWords } from '../event-buffer.ts'
import { listModbusPoints } from '../points.ts'
import { type DeviceProfile, type ModbusProfile, wordTypes } from '../profile.ts'
import { timeWords } from '../source-time.ts'
import { findProfile, profileSources, profiles } from './index.ts'

const all = Object.values(profiles)
const modbus = all.filter((p): p is ModbusProfile => p.protocol === 'modbus')
const NONE = { points: [] }

test('every profile is found under its own id, once', () => {
  expect(profileSources.length).toBeGreaterThanOrEqual(9)
  expect(all).toHaveLength(profileSources.length)
  for (const profile of all) expect(findProfile(profile.id)).toBe(profile)
  expect(findProfile('generic/dma-metre')).toBeUndefined()
})

test('a definition is data: no functions, no classes, the same after a trip through JSON', () => {
  for (const source of profileSources) expect(JSON.parse(JSON.stringify(source))).toEqual(source)
})

test('a generic profile says in both languages that it is one', () => {
  for (const profile of all.filter((p) => p.id.startsWith('generic/'))) {
    expect(profile.label.sv).toMatch(/generell/)
    expect(profile.label.en).toMatch(/generic/)
    expect(profile.caveats).not.toHaveLength(0)
  }
})

test('the unit of every point measures what its role is', () => {
  const points = all.flatMap(pointsOf)
  expect(points.length).toBeGreaterThan(50)
  for (const { profile, point } of points) {
    const seen = `${profile} ${point.name}: ${units[point.unit].quantity}`
    expect(seen).toBe(`${profile} ${point.name}: ${roles[point.role].quantity}`)
  }
})

test('no two points of a profile have one name', () => {
  for (const profile of all) {
    const names = pointsOf(profile).map(({ point, block }) => `${block}.${point.name}`)
    expect(new Set(names).size, profile.id).toBe(names.length)
  }
})

describe('Modbus', () => {
  test('no bit of any register means two things', () => {
    expect(modbus.length).toBeGreaterThanOrEqual(5)
    const clashes: string[] = []
    for (const profile of modbus) {
      const taken = new Map<string, string>()
      const take = (table: string, address: number, words: number, what: string, bit?: number) => {
        for (let a = address; a < address + words; a++) {
          if (a > 65535) clashes.push(`${profile.id} ${what} lies beyond the table`)
          for (const b of bit === undefined ? Array(16).keys() : [bit]) {
            const place = `${table} ${a}.${b}`
            const before = taken.get(place) ?? what
            if (before !== what) clashes.push(`${profile.id} ${place}: ${before} and ${what}`)
            taken.set(place, what)
          }
        }
      }
      for (const { name, point, time } of listModbusPoints(profile, NONE)) {
        take(point.table, point.address, wordTypes[point.type], name, point.bit)
        if (time) take(time.table, time.address, timeWords(time), `time at ${time.address}`)
      }
      if (profile.eventBuffer) {
        take('input-register', profile.eventBuffer.address, pageWords(profile.eventBuffer), 'event buffer')
      }
    }
    expect(clashes).toEqual([])
  })

  test('a time register and its values fit one request', () => {
    const groups = modbus.flatMap((p) => [p, ...p.blocks]).filter((group) => group.sourceTime)
    expect(groups.length).toBeGreaterThanOrEqual(3)
    for (const { sourceTime, points } of groups) {
      const places = [sourceTime!, ...points]
      const last = Math.max(...places.map((p) => p.address + wordTypes[p.type]))
      expect(last - Math.min(...places.map((p) => p.address))).toBeLessThanOrEqual(125)
      expect(new Set(places.map((p) => p.table)).size).toBe(1)
    }
  })

  test('a block is not longer than its stride', () => {
    const blocks = modbus.flatMap((p) => p.blocks)
    expect(blocks.length).toBeGreaterThanOrEqual(2)
    for (const block of blocks) {
      const places = [...(block.sourceTime ? [block.sourceTime] : []), ...block.points]
      const last = Math.max(...places.map((p) => p.address + wordTypes[p.type]))
      expect(last - Math.min(...places.map((p) => p.address))).toBeLessThanOrEqual(block.stride)
    }
  })

  test('every point decodes what it encodes, and can say that it has no value', () => {
    const points = modbus.flatMap((p) => [...p.points, ...p.blocks.flatMap((b) => b.points)])
    expect(points.length).toBeGreaterThan(20)
    for (const point of points) {
      const values = point.kind.type === 'flag' ? [0, 1] : (point.range ?? [0, 123])
      for (const value of values) {
        const decoded = decodeWords(point, encodeWords(point, value))
        expect(decoded).toEqual({ value: expect.closeTo(value, 3), status: 0 })
      }
      const nothing = decodeWords(point, encodeWords(point, null))
      expect(nothing).toHaveProperty('reason', point.invalid.length ? 'invalid-marker' : 'not-a-number')
    }
  })

  test('a bit stands alone in its register or has a number', () => {
    for (const point of modbus.flatMap((p) => [...p.points, ...p.blocks.flatMap((b) => b.points)])) {
      const inRegister = point.table.endsWith('register')
      expect(point.bit !== undefined, point.name).toBe(point.type === 'bit' && inRegister)
    }
  })
})

test('OPC UA paths use namespaces that the profile names, and no path occurs twice', () => {
  const opcua = all.filter((p) => p.protocol === 'opcua')
  expect(opcua.length).toBeGreaterThanOrEqual(4)
  for (const profile of opcua) {
    const paths = profile.points.map((p) => p.path.join('/'))
    expect(new Set(paths).size, profile.id).toBe(paths.length)
    for (const step of profile.points.flatMap((p) => p.path)) {
      expect(Number.parseInt(step, 10), `${profile.id} ${step}`).toBeLessThan(profile.namespaces.length)
    }
  }
})

function pointsOf(profile: DeviceProfile) {
  const own = profile.points.map((point) => ({ profile: profile.id, block: '', point }))
  if (profile.protocol === 'opcua') return own
  const inBlocks = profile.blocks.flatMap((b) =>
    b.points.map((point) => ({ profile: profile.id, block: b.name, point })),
  )
  return [...own, ...inBlocks]
}
