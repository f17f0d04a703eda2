import { describe, expect, test } from 'vitest'
import { pipeDistances } from './distance.ts'
import { components, graphOf, isOpen, neighbours } from './graph.ts'
import { readInp } from './inp/read.ts'
import { isPipe } from './network.ts'
import { toSweref, toWgs84 } from './sweref.ts'

/** R –u→ A –100– B –50– C, B –closed 10– D, D –30– E, A –PRV→ E */
const { network } = readInp(`[JUNCTIONS]
A 0
B 0
C 0
D 0
E 0
[RESERVOIRS]
R 50
[PIPES]
ab A B 100 100 130 0 Open
cb C B 50 100 130 0 Open
bd B D 10 100 130 0 Closed
de D E 30 100 130 0 Open
[PUMPS]
u R A POWER 5
[VALVES]
v A E 100 PRV 30 0
[OPTIONS]
Units CMH
`)

describe('the graph of a network', () => {
  test('knows who is beside whom, whichever way a link points', () => {
    const graph = graphOf(network)
    expect(neighbours(graph, 'B').sort()).toEqual(['A', 'C', 'D'])
    expect(() => neighbours(graph, 'X')).toThrow('node X is not in this network')
  })

  test('falls apart where only some links are passable', () => {
    expect(components(graphOf(network)).map((g) => g.length)).toEqual([6])
    const byPipes = components(graphOf(network, (l) => isPipe(l) && isOpen(l)))
    expect(byPipes.map((g) => g.toSorted().join(''))).toEqual(['ABC', 'DE', 'R'])
  })
})

describe('distance along pipes', () => {
  const distances = pipeDistances(network)

  test('is the shortest way through pipes, closed ones too', () => {
    expect(distances.nodes('A', 'C')).toBe(150)
    expect(distances.nodes('A', 'D')).toBe(110)
  })

  test('leads through no pump and no valve', () => {
    expect(distances.nodes('R', 'A')).toBe(Infinity)
    // Through the valve A–E it would be nothing.
    expect(distances.nodes('A', 'E')).toBe(140)
  })

  test('between pipes runs from middle to middle', () => {
    expect(distances.pipes('ab', 'cb')).toBe(75)
    expect(distances.pipes('ab', 'de')).toBe(50 + 10 + 15)
    expect(distances.pipes('de', 'de')).toBe(0)
    expect(() => distances.pipes('ab', 'v')).toThrow('v is not a pipe')
  })
})

describe('SWEREF 99 TM', () => {
  // Lantmäteriet's own example point for the projection, and corners of the country.
  test('agrees with the projection’s formulas', () => {
    const [lon, lat] = toWgs84([500_000, 6_651_411.19])
    expect(lon).toBeCloseTo(15, 9)
    expect(lat).toBeCloseTo(60, 6)
  })

  test.each([
    ['Smygehuk', 13.36, 55.34],
    ['Treriksröset', 20.55, 69.06],
    ['Haparanda', 24.14, 65.84],
    ['Strömstad', 11.17, 58.94],
  ])('there and back at %s is within a millimetre', (_, lon, lat) => {
    const plane = toSweref([lon, lat])
    const again = toSweref(toWgs84(plane))
    expect(Math.hypot(again[0] - plane[0], again[1] - plane[1])).toBeLessThan(0.001)
    const [lon2, lat2] = toWgs84(plane)
    expect(Math.abs(lat2 - lat) * 111_320).toBeLessThan(0.001)
    expect(Math.abs(lon2 - lon) * 111_320).toBeLessThan(0.001)
  })
})
