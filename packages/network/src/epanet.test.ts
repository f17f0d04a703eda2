import { describe, expect, test } from 'vitest'
import { openHydraulics } from './epanet.ts'
import { readInp } from './inp/read.ts'
import { writeInp } from './inp/write.ts'

/** A tower above a street: R –pump→ A –– B, and the tank at A's other end. US units, so that conversion shows. */
const STREET = `[JUNCTIONS]
A 10
B 20
[RESERVOIRS]
R 20
[TANKS]
T 150 10 0 20 30 0
[PIPES]
AT A T 1000 10 120
AB A B 1500 6 110
[PUMPS]
U R A HEAD c
[DEMANDS]
B 200 day
[PATTERNS]
day 0.6 1.2 1.6 0.8
[CURVES]
c 400 160
[OPTIONS]
Units GPM
[TIMES]
Duration 8:00
Pattern Timestep 1:00
`
const HOUR = 3600
const PSI = 0.3048 / 0.4333
const GPM = 101.94 / 448.831

const si = writeInp(readInp(STREET).network)

describe('the engine', () => {
  test('gives the same water for a file in gallons and for what became of it in SI', async () => {
    const sensors = [
      { node: 'B', what: 'pressure' },
      { link: 'U', what: 'flow' },
      { node: 'T', what: 'level' },
    ] as const
    const period = { duration: 8 * HOUR, step: HOUR, sensors }
    const [us, metric] = await Promise.all([openHydraulics(STREET), openHydraulics(si)])
    const a = us.run(period)
    const b = metric.run(period)
    expect(a.values[0]).toHaveLength(9)
    for (let i = 0; i < 9; i++) {
      expect(b.values[0]![i]).toBeCloseTo(a.values[0]![i]! * PSI, 3)
      expect(b.values[1]![i]).toBeCloseTo(a.values[1]![i]! * GPM, 3)
      // The pressure of a tank is its level above the floor, in psi here.
      expect(b.values[2]![i]).toBeCloseTo(a.values[2]![i]! * PSI, 3)
    }
    expect(new Set(a.values[0]).size).toBeGreaterThan(3)
    us.close()
    metric.close()
  })

  test('acts before each step: a pump stopped halfway gives nothing from then on', async () => {
    const h = await openHydraulics(si)
    const levels: number[] = []
    const { values } = h.run({
      duration: 4 * HOUR,
      step: HOUR / 2,
      sensors: [{ link: 'U', what: 'flow' }],
      before(second, controls) {
        levels.push(controls.level('T'))
        controls.speed('U', second < 2 * HOUR ? 1 : 0)
      },
    })
    expect(levels).toHaveLength(9)
    expect(levels[0]).toBeCloseTo(10 * 0.3048, 6)
    expect(values[0]!.slice(0, 4).every((q) => q > 10)).toBe(true)
    expect([...values[0]!.slice(4)]).toEqual([0, 0, 0, 0, 0])
    h.close()
  })

  test('an emitter that opens takes water, and once closed none that counts', async () => {
    const h = await openHydraulics(si)
    const { values } = h.run({
      duration: 3 * HOUR,
      step: HOUR,
      sensors: [
        { node: 'A', what: 'demand' },
        { node: 'A', what: 'pressure' },
      ],
      before: (second, controls) => controls.emitter('A', second === HOUR ? 2 : 0),
    })
    const [demand, pressure] = values
    expect(demand![0]).toBe(0)
    expect(demand![1]).toBeCloseTo(2 * Math.sqrt(pressure![1]!), 3)
    expect(demand![2]).toBeLessThan(0.1)
    h.close()
  })

  test('a warning is counted and not printed', async () => {
    const h = await openHydraulics(si)
    const { warnings } = h.run({
      duration: 2 * HOUR,
      step: HOUR,
      sensors: [],
      before: (_, controls) => controls.demand('B', 2000),
    })
    expect([...warnings.keys()].length).toBeGreaterThan(0)
    h.close()
  })

  test('says what it can’t take', async () => {
    await expect(openHydraulics(si.replace('HEAD\tc', 'HEAD\tx'))).rejects.toThrow(
      /does not take the network.*U/,
    )
  })
})
