import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { InpError } from './problem.ts'
import { readInp } from './read.ts'
import { readTime, writeTime } from './time.ts'
import { writeInp } from './write.ts'

const SMALL = `[TITLE]
Two houses and a pump

[JUNCTIONS]
;ID  Elev  Demand  Pattern
 J1  100   10      day     ; PRESSURE SENSOR
 J2  120   0
[RESERVOIRS]
 R   300
[TANKS]
 T   250  10  2  20  40  0
[PIPES]
 P1  J1  J2  1000  12  130  0  CV
 P2  J2  T   500   8   100
[PUMPS]
 U   R   J1  HEAD c SPEED 0.9
[VALVES]
 V   J1  J2  6  PRV  50  0
[DEMANDS]
 J1  4   day  ; houses
 J1  6        ; mill
[STATUS]
 V   Open
[PATTERNS]
 1    1 1 1
 day  0.5 1.5
 day  1
[CURVES]
 c  100 200
[CONTROLS]
 LINK U CLOSED IF NODE T ABOVE 19
 LINK V 40 IF NODE J2 BELOW 30
 LINK P1 OPEN AT CLOCKTIME 6:30 PM
[RULES]
 RULE keep
 IF TANK T LEVEL BELOW 5
 THEN PUMP U STATUS IS OPEN
[EMITTERS]
 J2  3
[OPTIONS]
 Units GPM
 Quality Chlorine mg/L
[TIMES]
 Duration 24:00
 Hydraulic Timestep 30 MIN
[QUALITY]
 J1 0.5
[COORDINATES]
 J1 10 20
[VERTICES]
 P1 12 22
[TAGS]
 NODE J1 north
[END]
`

const FOOT = 0.3048
const GPM = 101.94 / 448.831

describe('an .inp file', () => {
  const { network, leftOut } = readInp(SMALL)
  const node = (id: string) => network.nodes.find((n) => n.id === id)!
  const link = (id: string) => network.links.find((l) => l.id === id)!

  test('comes out in SI units', () => {
    expect(node('J1')).toMatchObject({ elevation: 100 * FOOT, position: [10, 20], tag: 'north' })
    expect(node('T')).toMatchObject({ elevation: 250 * FOOT, maxLevel: 20 * FOOT, diameter: 40 * FOOT })
    expect(link('P1')).toMatchObject({ length: 1000 * FOOT, roughness: 130, status: 'check-valve' })
    expect(link('P1')).toHaveProperty('diameter', expect.closeTo(304.8, 9))
    expect(link('V')).toMatchObject({ kind: 'PRV', status: 'open' })
    expect(link('V')).toHaveProperty('setting', expect.closeTo((50 / 0.4333) * FOOT, 9))
    expect(network.curves.c).toEqual({ use: 'head', points: [[100 * GPM, 200 * FOOT]] })
    expect(node('J2')).toHaveProperty(
      'emitter',
      expect.closeTo((3 * GPM) / Math.sqrt((1 / 0.4333) * FOOT), 9),
    )
    expect(network.times).toMatchObject({ duration: 86_400, hydraulicStep: 1800 })
  })

  test('demands stand instead of the junction’s own, and take pattern 1 when they name none', () => {
    expect(node('J1')).toHaveProperty('demands', [
      { base: 4 * GPM, pattern: 'day', category: 'houses' },
      { base: 6 * GPM, pattern: '1', category: 'mill' },
    ])
    expect(network.patterns.day).toEqual([0.5, 1.5, 1])
  })

  test('controls and rules keep their meaning', () => {
    expect(network.controls).toEqual([
      { link: 'U', action: 'closed', when: { type: 'above', node: 'T', value: 19 * FOOT } },
      {
        link: 'V',
        action: expect.closeTo((40 / 0.4333) * FOOT, 9),
        when: { type: 'below', node: 'J2', value: expect.closeTo((30 / 0.4333) * FOOT, 9) },
      },
      { link: 'P1', action: 'open', when: { type: 'at-clock', seconds: 66_600 } },
    ])
    expect(network.rules[0]!.clauses).toEqual([
      `IF TANK T LEVEL BELOW ${5 * FOOT}`,
      'THEN PUMP U STATUS IS OPEN',
    ])
  })

  test('what is not taken over is named with its line', () => {
    expect(leftOut).toEqual([{ section: 'QUALITY', line: 47, lines: 1, why: 'water-quality' }])
  })

  test('survives being written and read again', () => {
    expect(readInp(writeInp(network)).network).toEqual(network)
  })
})

describe('a broken .inp file', () => {
  const problemsOf = (text: string) => {
    try {
      readInp(text)
    } catch (error) {
      if (error instanceof InpError) return error.problems.map((p) => `${p.line} ${p.code} ${p.what}`)
      throw error
    }
    return []
  }

  test.each<[string, (text: string) => string, string[]]>([
    ['a number that is none', (t) => t.replace(' J2  120 ', ' J2  12O '), ['7 not-a-number 12O']],
    ['a pipe to nowhere', (t) => t.replace('P2  J2  T', 'P2  J9  T'), ['14 not-there node J9']],
    ['a node twice', (t) => t.replace(' J2  120   0', ' J2 120\n J2 121'), ['8 occurs-twice node J2']],
    ['a section nobody knows', (t) => t.replace('[TAGS]', '[TOGS]'), ['52 unknown-section [TOGS]']],
    [
      'a pattern nobody defines',
      (t) => t.replace(' J1  4   day', ' J1  4   dag'),
      ['20 not-there pattern dag'],
    ],
    [
      'a pipe without length',
      (t) => t.replace('J2  T   500   8   100', 'J2  T'),
      ['14 too-few-fields length', '14 too-few-fields diameter', '14 too-few-fields roughness'],
    ],
    [
      'a valve of no kind',
      (t) => t.replace('PRV', 'PVR'),
      ['18 unknown-word PVR', '23 not-there link V', '32 not-there link V'],
    ],
    ['nothing', () => '', ['0 no-nodes ']],
    ['text before any section', () => 'hello\n[RESERVOIRS]\nR 1', ['1 outside-section hello']],
  ])('%s is named with its line', (_, spoil, expected) => {
    expect(problemsOf(spoil(SMALL))).toEqual(expected)
  })

  test('its error is readable', () => {
    expect(() => readInp(SMALL.replace('J2  T ', 'J9  T '))).toThrow(
      'line 14 [PIPES]: node J9 is used here but defined nowhere',
    )
  })
})

test.each([
  ['24', 86_400],
  ['1:30', 5400],
  ['7 DAYS', 604_800],
  ['90 sec', 90],
  ['12 am', 0],
  ['12:15 AM', 900],
  ['2:30 PM', 52_200],
])('the time %s is %d s', (text, seconds) => {
  expect(readTime(text.split(' '))).toBe(seconds)
  expect(readTime([writeTime(seconds)])).toBe(seconds)
})
test('a word is no time', () => expect(readTime(['noon'])).toBeNull())

const DATA = new URL('../../../../../shared/data/', import.meta.url)
const NETWORKS = existsSync(DATA)
  ? [
      ...readdirSync(new URL('networks/epanet/', DATA)).map((name) => `networks/epanet/${name}`),
      'ltown/L-TOWN.inp',
      'batadal/CTOWN.INP.gz',
    ]
  : []

describe.skipIf(NETWORKS.length === 0)('networks that others published (../shared/data, where it is)', () => {
  test.each(NETWORKS)('%s is read whole and survives being written', (name) => {
    const bytes = readFileSync(new URL(name, DATA))
    const { network } = readInp((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1'))
    expect(network.nodes.length).toBeGreaterThan(5)
    expect(network.nodes.every((n) => n.position)).toBe(true)
    expect(readInp(writeInp(network)).network).toEqual(network)
  })
})

describe('what EPANET takes, too', () => {
  const read = (lines: string) => readInp(lines).network

  test('keywords by their first letters, and ids in quotes', () => {
    const { options, times, links } = read(`
[JUNC]
 A 5
 "B 2" 5
[RESE]
 R 30
[PIPE]
 p1 R A 100 100 100 0 Clos
 p2 A "B 2" 100 100 100
[TIME]
 DURA 24
 HYDR TIME 0:30
 START CLOCK 6 AM
[OPTI]
 UNITS LPS
 HEADL H-W
 SPEC GRAV 1.0
 DEMA MULT 1.5
 UNBA CONT 5
 QTOL 0.1
`)
    expect(links.map(({ status }) => status)).toEqual(['closed', 'open'])
    expect(links[1]).toMatchObject({ to: 'B 2' })
    expect(times).toMatchObject({ duration: 86_400, hydraulicStep: 1800, startClock: 6 * 3600 })
    expect(options).toMatchObject({ demandMultiplier: 1.5, unbalancedTrials: 5 })
  })

  test('pumps as version 1 wrote them', () => {
    const pump = (parameters: string) => {
      const network = read(`
[JUNCTIONS]
 A 0
[RESERVOIRS]
 R 0
[PUMPS]
 P R A ${parameters}
[OPTIONS]
 UNITS CMH
`)
      const [link] = network.links
      return link?.type === 'pump' ? (link.power ?? network.curves[link.headCurve!]!.points) : null
    }
    expect(pump('7.5')).toBe(7.5)
    expect(pump('40 20')).toEqual([[20, 40]])
    expect(pump('50 40 20 30 35')).toEqual([
      [0, 50],
      [20, 40],
      [35, 30],
    ])
    expect(() => pump('50 40 20')).toThrow(/pump parameter/)
  })

  test('a source of fixed head among the tanks, a tank among the reservoirs, a tag of nothing', () => {
    const { nodes } = read(`
[JUNCTIONS]
 A 0
[TANKS]
 R 30
[RESERVOIRS]
 T 20 1 0 5 10 0
[PIPES]
 p R A 10 100 100
 q T A 10 100 100
[TAGS]
 NODE gone x
 LINK gone y
[OPTIONS]
 UNITS CMH
`)
    expect(nodes.map(({ type }) => type)).toEqual(['junction', 'tank', 'reservoir'])
  })
})
