import { describe, expect, test } from 'vitest'
import { readInp } from './inp/read.ts'
import { type Isolation, type IsolationWay, isolate, targetOf, type ValveState } from './isolation.ts'
import { type SegmentNet, type SegmentNetParts, segmentNet } from './segments.ts'

/** Isolation valves of a model file are links of their own. */
function netOf(inp: string): SegmentNet {
  const { nodes, links } = readInp(inp).network
  return segmentNet({
    pipes: links.map((link) => ({
      ...{ id: link.id, from: link.from, to: link.to },
      length: link.type === 'pipe' ? link.length : 1,
    })),
    valves: links.flatMap((link) =>
      link.type === 'valve' ? [{ id: link.id, at: { pipe: link.id, metres: 0.5 } }] : [],
    ),
    sources: new Set(nodes.flatMap(({ id, type }) => (type === 'junction' ? [] : [id]))),
  })
}

/**
 * W ─V1─ A ──a── B ─V2─ b ── C, a way around A ─V3─ D ─V4─ C that a second reservoir X feeds by V7, and a branch
 * C ─V5─ E of which nothing feeds but C. V6 is closed, between E and D.
 */
const street = `
[JUNCTIONS]
 A1 0
 A  0
 B  0
 B2 0
 C  0
 C2 0
 D0 0
 D  0
 D2 0
 E  0
 E2 0
 X1 0
[RESERVOIRS]
 W  50
 X  50
[PIPES]
 w  W  A1 300 200 100
 a  A  B  200 110 100
 b  B2 C  200 110 100
 d1 D0 D  150 80 100
 d2 D  D2 150 80 100
 e  C2 E  100 80 100
 x  X  X1 100 80 100
[VALVES]
 V1 A1 A  110 TCV 0
 V2 B  B2 110 TCV 0
 V3 A  D0 80 TCV 0
 V4 D2 C  80 TCV 0
 V5 C  C2 80 TCV 0
 V6 E  D  80 TCV 0
 V7 X1 D  80 TCV 0
[OPTIONS]
 Units CMH
`

const states =
  (over: Record<string, ValveState> = {}) =>
  (valve: string): ValveState =>
    over[valve] ?? (valve === 'V6' ? 'closed' : 'open')

function plan(net: SegmentNet, pipes: string[], over: Record<string, ValveState> = {}, way?: IsolationWay) {
  const target = targetOf(
    net,
    pipes.map((pipe) => ({ pipe })),
  )
  const found = isolate(net, states(over), target, way)
  return 'sources' in found ? found : { ...found, valves: found.close.map(({ valve }) => valve).sort() }
}

const pipesIn = (net: SegmentNet, segments: readonly number[]) =>
  [...new Set(segments.flatMap((s) => net.segments[s]!.stretches.map((i) => net.stretches[i]!.pipe)))]
    .filter((pipe) => !pipe.startsWith('V'))
    .sort()

describe('a pipe is cut off', () => {
  const net = netOf(street)

  test('by the valves around it, the nearest first', () => {
    expect(plan(net, ['a'])).toMatchObject({ valves: ['V1', 'V2', 'V3'], behind: [], passed: [] })
    expect(plan(net, ['d1'])).toMatchObject({ valves: ['V3', 'V4', 'V7'] })
  })

  test('without touching the valve behind which nothing feeds; what lies there loses its water, too', () => {
    const found = plan(net, ['b']) as Isolation & { valves: string[] }
    expect(found.valves).toEqual(['V2', 'V4'])
    expect(pipesIn(net, found.within)).toEqual(['b'])
    expect(pipesIn(net, found.behind)).toEqual(['e'])
  })

  test('and a closed valve that would give back what lost its water unintentionally is named', () => {
    expect(plan(net, ['b'])).toMatchObject({ feeds: ['V6'] })
    expect(plan(net, ['a'])).toMatchObject({ feeds: [] })
  })

  test('by the next ring where a valve is stuck, and that valve is named', () => {
    const found = plan(net, ['a'], { V2: 'unsure' }) as Isolation & { valves: string[] }
    expect(found.valves).toEqual(['V1', 'V3', 'V4'])
    expect(found.passed).toEqual(['V2'])
    expect(pipesIn(net, found.within)).toEqual(['a', 'b'])
  })

  test('by one valve that is closed already less', () => {
    expect(plan(net, ['a'], { V3: 'closed' })).toMatchObject({ valves: ['V1', 'V2'] })
    expect(plan(net, ['e'])).toMatchObject({ valves: ['V5'] })
  })

  test('together with other candidates as one part', () => {
    const found = plan(net, ['a', 'd1']) as Isolation & { valves: string[] }
    expect(found.valves).toEqual(['V1', 'V7'])
    expect(pipesIn(net, found.behind)).toEqual(['b', 'e'])
  })

  test('by as few valves as can be, when that is asked for', () => {
    const found = plan(net, ['a'], {}, 'fewest-valves') as Isolation & { valves: string[] }
    expect(found.valves).toEqual(['V1', 'V7'])
    expect(pipesIn(net, found.behind)).toEqual(['b', 'd1', 'd2', 'e'])
    expect(plan(net, ['b'], { V1: 'unsure' }, 'fewest-valves')).toMatchObject({ valves: ['V2', 'V4'] })
  })

  test('never, where the water comes in without a valve between', () => {
    expect(plan(net, ['w'])).toEqual({ sources: ['W'], passed: [] })
    expect(plan(net, ['a'], { V1: 'unsure' })).toEqual({ sources: ['W'], passed: ['V1'] })
  })
})

describe('a valve on a pipe', () => {
  const net = segmentNet({
    pipes: [
      { id: 'p', from: 'W', to: 'A', length: 100 },
      { id: 'q', from: 'A', to: 'B', length: 100 },
      { id: 'r', from: 'B', to: 'C', length: 100 },
    ],
    valves: [
      { id: 'Vp', at: { pipe: 'p', metres: 6 } },
      { id: 'Vq', at: { pipe: 'q', metres: 6 } },
      { id: 'Vb', at: { place: 'B' } },
    ],
    sources: new Set(['W']),
  })
  const close = (target: Parameters<typeof targetOf>[1][number]) => {
    const found = isolate(net, () => 'open', targetOf(net, [target]))
    return 'sources' in found ? found.sources : found.close
  }

  test('near its end is what shuts it; the stub before it belongs to where it joins', () => {
    expect(close({ pipe: 'q' })).toEqual([{ valve: 'Vq', metres: 0 }])
    expect(close({ pipe: 'q', metres: 3 })).toEqual([{ valve: 'Vp', metres: 94 }])
    expect(close({ pipe: 'p', metres: 3 })).toEqual(['W'])
  })

  test('at a place parts all the pipes there, and the place belongs to all of them', () => {
    expect(close({ pipe: 'r' })).toEqual([{ valve: 'Vb', metres: 0 }])
    expect(net.segmentsAt({ place: 'B' })).toHaveLength(2)
    expect(net.segmentsAt({ place: 'nowhere' })).toEqual([])
  })
})

describe('in any network', () => {
  const nets = Array.from({ length: 60 }, (_, seed) => grid(seed))

  test.each<IsolationWay>(['least-area', 'fewest-valves'])(
    'what is to be closed (%s) leaves no way from a source, and not one valve of it too many',
    (way) => {
      let plans = 0
      for (const { parts, stateOf } of nets) {
        const net = segmentNet(parts)
        for (const { id } of parts.pipes.filter((_, i) => i % 5 === 0)) {
          const target = targetOf(net, [{ pipe: id }])
          const targets = target.segments
          const found = isolate(net, stateOf, target, way)
          if ('sources' in found) continue
          plans++
          const close = found.close.map(({ valve }) => valve)
          expect(reaches(net, stateOf, close, targets), `${id}: ${close.join(' ')}`).toBe(false)
          for (const one of close) {
            const others = close.filter((valve) => valve !== one)
            expect(reaches(net, stateOf, others, targets), `${id} without ${one}`).toBe(true)
          }
          const without = new Set([...found.within, ...found.behind])
          for (const segment of without) {
            expect(reaches(net, stateOf, close, [segment]), `segment ${segment} of ${id}`).toBe(false)
          }
        }
      }
      expect(plans).toBeGreaterThan(200)
    },
  )

  test('the fewest are never more than the ring, and leave no less without water', () => {
    let smaller = 0
    for (const { parts, stateOf } of nets) {
      const net = segmentNet(parts)
      for (const { id } of parts.pipes.filter((_, i) => i % 7 === 0)) {
        const target = targetOf(net, [{ pipe: id }])
        const [ring, few] = [isolate(net, stateOf, target), isolate(net, stateOf, target, 'fewest-valves')]
        if ('sources' in ring || 'sources' in few) continue
        expect(few.close.length).toBeLessThanOrEqual(ring.close.length)
        expect(few.behind.length).toBeGreaterThanOrEqual(ring.behind.length)
        if (few.close.length < ring.close.length) smaller++
      }
    }
    expect(smaller).toBeGreaterThan(0)
  })
})

/** Whether water still comes to one of the segments, found out stretch by stretch and not by the segments' own graph. */
function reaches(
  net: SegmentNet,
  stateOf: (valve: string) => ValveState,
  closed: readonly string[],
  targets: readonly number[],
): boolean {
  const shut = new Set(
    net.barriers
      .filter(({ valves }) => valves.every((v) => closed.includes(v) || stateOf(v) === 'closed'))
      .map(({ point }) => point),
  )
  const sources = net.segments.flatMap(({ sources: own, stretches }) => (own.length > 0 ? stretches : []))
  const wet = new Set(sources)
  for (const i of wet) {
    for (const point of net.stretches[i]!.ends) {
      if (!shut.has(point)) for (const next of net.around[point]!) wet.add(next)
    }
  }
  return targets.some((target) => net.segments[target]!.stretches.some((i) => wet.has(i)))
}

/** Streets in a grid with valves here and there, one or two sources in its corners. */
function grid(seed: number): { parts: SegmentNetParts; stateOf: (valve: string) => ValveState } {
  const chance = dice(seed)
  const size = 4 + (seed % 4)
  const pipes: SegmentNetParts['pipes'][number][] = []
  for (let x = 0; x < size; x++) {
    for (let y = 0; y < size; y++) {
      for (const [dx, dy] of [
        [1, 0],
        [0, 1],
      ] as const) {
        if (x + dx >= size || y + dy >= size || chance() < 0.15) continue
        const [from, to] = [`${x},${y}`, `${x + dx},${y + dy}`]
        pipes.push({ id: `${from}-${to}`, from, to, length: 60 + Math.floor(chance() * 120) })
      }
    }
  }
  const valves: SegmentNetParts['valves'][number][] = []
  for (const { id, from, length } of pipes) {
    if (chance() < 0.5) valves.push({ id: `v${id}`, at: { pipe: id, metres: 6 } })
    if (chance() < 0.2) valves.push({ id: `w${id}`, at: { pipe: id, metres: length - 6 } })
    if (chance() < 0.05) valves.push({ id: `p${id}`, at: { place: from } })
  }
  // Most shut off the source at once, as at a works.
  const sources = new Set(seed % 2 ? ['0,0', `${size - 1},${size - 1}`] : ['0,0'])
  const states = new Map(
    valves.map(({ id }) => [
      id,
      (['unsure', 'closed', 'open', 'open', 'open'] as const)[Math.floor(chance() * 5)]!,
    ]),
  )
  return { parts: { pipes, valves, sources }, stateOf: (valve) => states.get(valve)! }
}

function dice(seed: number): () => number {
  let state = seed * 2654435761 + 1
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}
