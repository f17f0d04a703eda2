import { expect, test } from 'vitest'
import { isTooSmallForIndex, waterBalance } from './water-balance.ts'

const measured = { systemInput: 1_000_000, mains: 100, connections: null, pressure: 45 }
const stated = {
  'billed-metered': 700_000,
  'billed-unmetered': 20_000,
  'unbilled-metered': 5_000,
  'unbilled-unmetered': 5_000,
  'unauthorised-use': 3_000,
  'meter-errors': 17_000,
  connections: 4_000,
  'private-pipe': 40,
}

test('the balance goes down from what came in to what leaked', () => {
  const balance = waterBalance(measured, stated)
  expect(balance.authorised.value).toBe(730_000)
  expect(balance.losses.value).toBe(270_000)
  expect(balance['real-losses'].value).toBe(250_000)
  expect(balance['non-revenue'].value).toBe(280_000)
  expect(balance['non-revenue-share'].value).toBeCloseTo(28)
  // 250,000 m³ over 4,000 connections and 365 days
  expect(balance['loss-per-connection'].value).toBeCloseTo(171.2, 1)
  // (18·100 + 0.8·4000 + 25·40) L/day and m · 45 m · 365 days
  expect(balance['unavoidable-losses'].value).toBeCloseTo(98_550)
  expect(balance.ili.value).toBeCloseTo(2.537, 3)
})

test('a line that lacks an input names it and has no number', () => {
  const { connections: _, ...rest } = stated
  const balance = waterBalance({ ...measured, pressure: null }, rest)
  expect(balance['real-losses'].value).toBe(250_000)
  expect(balance.ili).toEqual({ value: null, missing: ['connections', 'pressure'] })
  expect(waterBalance(measured, {}).authorised.missing).toHaveLength(4)
})

test('connections are those of the register until a person says another number', () => {
  const { connections, ...rest } = stated
  const registered = { ...measured, connections }
  expect(waterBalance(registered, rest)).toEqual(waterBalance(measured, stated))
  const of = (said: number) => waterBalance(registered, { ...rest, connections: said })['loss-per-connection']
  expect(of(2_000).value).toBeCloseTo(342.5, 1)
})

test('the index says little of a small network', () => {
  expect(isTooSmallForIndex(30, 1_200)).toBe(true)
  expect(isTooSmallForIndex(100, 4_000)).toBe(false)
})
