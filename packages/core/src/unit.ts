import { z } from 'zod'

/**
 * Every unit a signal may have, by UCUM code (https://ucum.org/ucum). `factor` and `offset` bring a number to
 * the quantity's base unit: base = value × factor + offset.
 */
export const units = {
  bar: { quantity: 'pressure', factor: 1, offset: 0, symbol: 'bar' },
  kPa: { quantity: 'pressure', factor: 0.01, offset: 0, symbol: 'kPa' },
  'm[H2O]': { quantity: 'pressure', factor: 0.0980665, offset: 0, symbol: 'mvp' },
  'm3/h': { quantity: 'flow', factor: 1, offset: 0, symbol: 'm³/h' },
  'L/s': { quantity: 'flow', factor: 3.6, offset: 0, symbol: 'l/s' },
  'L/min': { quantity: 'flow', factor: 0.06, offset: 0, symbol: 'l/min' },
  m3: { quantity: 'volume', factor: 1, offset: 0, symbol: 'm³' },
  m: { quantity: 'length', factor: 1, offset: 0, symbol: 'm' },
  mm: { quantity: 'length', factor: 0.001, offset: 0, symbol: 'mm' },
  'mm/h': { quantity: 'rain', factor: 1, offset: 0, symbol: 'mm/h' },
  A: { quantity: 'current', factor: 1, offset: 0, symbol: 'A' },
  V: { quantity: 'voltage', factor: 1, offset: 0, symbol: 'V' },
  W: { quantity: 'power', factor: 0.001, offset: 0, symbol: 'W' },
  kW: { quantity: 'power', factor: 1, offset: 0, symbol: 'kW' },
  kWh: { quantity: 'energy', factor: 1, offset: 0, symbol: 'kWh' },
  Hz: { quantity: 'frequency', factor: 1, offset: 0, symbol: 'Hz' },
  '/min': { quantity: 'speed', factor: 1, offset: 0, symbol: 'varv/min' },
  'mm/s': { quantity: 'vibration', factor: 1, offset: 0, symbol: 'mm/s' },
  'm/s2': { quantity: 'acceleration', factor: 1, offset: 0, symbol: 'm/s²' },
  '[g]': { quantity: 'acceleration', factor: 9.80665, offset: 0, symbol: 'g' },
  Cel: { quantity: 'temperature', factor: 1, offset: 0, symbol: '°C' },
  '{FNU}': { quantity: 'turbidity', factor: 1, offset: 0, symbol: 'FNU' },
  'mg/L': { quantity: 'concentration', factor: 1, offset: 0, symbol: 'mg/l' },
  'mS/m': { quantity: 'conductivity', factor: 1, offset: 0, symbol: 'mS/m' },
  'uS/cm': { quantity: 'conductivity', factor: 0.1, offset: 0, symbol: 'µS/cm' },
  '[pH]': { quantity: 'acidity', factor: 1, offset: 0, symbol: 'pH' },
  h: { quantity: 'duration', factor: 1, offset: 0, symbol: 'h' },
  '%': { quantity: 'fraction', factor: 0.01, offset: 0, symbol: '%' },
  '1': { quantity: 'fraction', factor: 1, offset: 0, symbol: '' },
} as const satisfies Record<string, { quantity: string; factor: number; offset: number; symbol: string }>

export type Unit = keyof typeof units
export type Quantity = (typeof units)[Unit]['quantity']

export const Unit = z.enum(Object.keys(units) as [Unit, ...Unit[]])

/** Throws when the two units measure different things: that is never a conversion but a mistake. */
export function convert(value: number, from: Unit, to: Unit): number {
  if (from === to) return value
  const a = units[from]
  const b = units[to]
  if (a.quantity !== b.quantity) throw new Error(`${from} (${a.quantity}) is not ${to} (${b.quantity})`)
  return (value * a.factor + a.offset - b.offset) / b.factor
}
