import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeInp } from '@driftbild/network'
import { openHydraulics } from '@driftbild/network/epanet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gridNetwork, junctionAt } from '../../test/grid-network.ts'
import { randomFrom } from '../../test/series.ts'
import { perturbed } from '../leak-location/signature-ensemble.ts'
import { benches } from './index.ts'

const STEP = 300
const DAYS = 26
const LEAK = { at: junctionAt(3, 1), pipe: 'h31', from: 22 * 288, coefficient: 1.2 }
const sensors = ['j03', 'j11', 'j15', 'j23', 'j30', 'j34', 'j42', 'j51']

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-ltown-'))
  mkdirSync(join(folder, 'year-2031'))
  const random = randomFrom(3)
  const network = gridNetwork()
  writeFileSync(join(folder, 'L-TOWN.inp'), writeInp(network))
  const real = perturbed(network, 0.1, random.uniform)
  const hydraulics = await openHydraulics(writeInp(real))
  const steps = DAYS * 288
  const { values } = hydraulics.run({
    duration: (steps - 1) * STEP,
    step: STEP,
    sensors: [
      ...sensors.map((node) => ({ node, what: 'pressure' as const })),
      ...['in1', 'in2'].map((link) => ({ link, what: 'flow' as const })),
    ],
    before: (second, controls) =>
      controls.emitter(LEAK.at, second / STEP >= LEAK.from ? LEAK.coefficient : 0),
  })
  hydraulics.close()
  const times = Array.from({ length: steps }, (_, k) =>
    new Date(Date.UTC(2031, 0, 1) + k * STEP * 1000).toISOString().slice(0, 19),
  )
  const table = (name: string, names: string[], cell: (k: number, c: number) => string) =>
    writeFileSync(
      join(folder, 'year-2031', `${name}.csv.gz`),
      gzipSync(
        [
          ['Timestamp', ...names].join(','),
          ...times.map((time, k) => [time, ...names.map((_, c) => cell(k, c))].join(',')),
        ].join('\n'),
      ),
    )
  const noisy = (v: number) => (v + 0.003 * random.normal()).toFixed(2)
  table('SCADA_Pressures', sensors, (k, c) => noisy(values[c]![k]!))
  table('SCADA_Flows', ['in1', 'in2'], (k, c) => values[sensors.length + c]![k]!.toFixed(2))
  table('SCADA_Levels', [], () => '')
  table('SCADA_Demands_hourly', [], () => '')
  table('leak_flows_m3h', [LEAK.pipe], (k) => (k >= LEAK.from ? '8.5' : '0'))
  writeFileSync(
    join(folder, 'year-2031', 'leaks.csv'),
    `pipe,start,end\n${LEAK.pipe},${times[LEAK.from]},${times.at(-1)}\n`,
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (options: Record<string, string>) => benches.ltown!.run({ data: folder, options })

test('a leak of the year is told after it began, near where it is, and scored by the rules', async () => {
  const { answers, figures } = await run({ year: 'year-2031', networks: '12' })
  expect(answers.header).toEqual(['time', 'pipe', 'probability'])
  expect(answers.rows).toHaveLength(1)
  const [time, , probability] = answers.rows[0]!
  expect(Date.parse(`${time}Z`)).toBeGreaterThan(Date.UTC(2031, 0, 23))
  expect(Number(probability)).toBeGreaterThan(0.8)
  expect(figures).toMatchObject({
    bench: 'ltown',
    leaks: 1,
    falsePositives: figures.truePositives === 1 ? 0 : 1,
  })
  expect(figures.truePositives).toBe(1)
  const perfect = (0.8 * 8.5 * (DAYS * 288 - LEAK.from + 1)) / 12
  expect(figures.perfectEur).toBeCloseTo(perfect, -1)
  expect(figures.eur).toBeLessThan(perfect)
})

test('without what leaked the answers are the same', async () => {
  const known = await run({ year: 'year-2031', networks: '12' })
  rmSync(join(folder, 'year-2031', 'leaks.csv'))
  const { answers, figures } = await run({ year: 'year-2031', networks: '12' })
  expect(answers).toEqual(known.answers)
  expect(figures).toEqual({ bench: 'ltown', detections: 1 })
})

test('a year that is not there is named', async () => {
  await expect(run({ year: 'year-2032' })).rejects.toThrow("year-2032 isn't there")
})
