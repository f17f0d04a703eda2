import { expect, test } from 'vitest'
import { flowOf, netInflows } from './water-flows.ts'

const said = (...averages: (number | null)[]) => averages.map((average) => ({ average }))

test('a zone takes in what its meters say in whatever unit, less what it passes on', () => {
  const flows: Record<string, number | null> = {
    in: flowOf(said(9, null, 11), 'L/s'),
    on: flowOf(said(6), 'm3/h'),
    silent: flowOf(said(null), 'm3/h'),
    level: flowOf(said(3), 'm'),
  }
  expect(flows).toEqual({ in: 36, on: 6, silent: null, level: null })
  const zone = (tag: string, inflow: string[], outflow: string[]) => ({ tag, inflow, outflow })
  const zones = [zone('A', ['in'], ['on']), zone('B', ['in', 'silent'], []), zone('C', ['on'], ['in'])]
  expect([...netInflows(zones, (key) => flows[key] ?? null)]).toEqual([['A', 30]])
})
