import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseTime } from '@driftbild/core'
import { type Database, listCollectors, openDatabase, readingsBetween } from '@driftbild/store'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aMeter } from '../chain/meter.ts'
import { eventually } from '../chain/process.ts'

// The real command into the real store of a Driftbild that is up.

const cli = fileURLToPath(new URL('../../apps/cli/bin/driftbild.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'driftbild-import-'))
const env = { ...process.env, DRIFTBILD_DATA: join(folder, 'data'), PORT: '0' }
const scope = { municipality: '9996', role: 'reader' } as const

interface Running {
  kill(signal: NodeJS.Signals): void
  output: () => string
  ended: Promise<number | null>
}

function run(...words: string[]): Running {
  const child = spawn(process.execPath, [cli, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += String(piece)))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { kill: (signal) => child.kill(signal), output: () => output, ended }
}

async function imported(...words: string[]): Promise<{ code: number | null; output: string }> {
  const one = run('import', ...words)
  return { code: await one.ended, output: one.output() }
}

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

/** A mapping of columns to signals of two meters, in local time. */
const mapping = (name: string, columns: Record<string, { asset: string; role: string; unit: string }>) =>
  file(
    name,
    JSON.stringify({
      name: name.replace('.json', ''),
      municipality: { code: '9996', name: 'Older data', zone: 'Europe/Stockholm', simulated: true },
      zone: 'Europe/Stockholm',
      time: { column: 'time', format: 'iso' },
      reporting: { type: 'every', seconds: 3600 },
      layout: {
        type: 'wide',
        columns,
        assets: [...new Set(Object.values(columns).map((column) => column.asset))].map(aMeter),
      },
    }),
  )
const flow = { asset: 'M-1', role: 'flow', unit: 'm3/h' }
const pressure = { asset: 'M-1', role: 'pressure', unit: 'bar' }

let up: Running
let db: Database

beforeAll(async () => {
  up = run('up', '--no-town')
  await eventually(up.output, async () => up.output().includes('Driftbild is up'))
  const { databaseUrl } = JSON.parse(readFileSync(join(env.DRIFTBILD_DATA, 'running.json'), 'utf8'))
  db = openDatabase(databaseUrl)
})

afterAll(async () => {
  await db?.close()
  up?.kill('SIGINT')
  await up?.ended
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

const stored = (key: string, from = '2000-01-01T00:00:00Z', to = '2030-01-01T00:00:00Z') =>
  db.transaction(scope, (tx) =>
    readingsBetween(tx, key, { from: parseTime(from), to: parseTime(to), limit: 100_000 }),
  )
const instants = async (key: string, from: string, to: string) =>
  (await stored(key, from, to)).map((reading) => [
    new Date(reading.sourceTime / 1000).toISOString(),
    'value' in reading ? reading.value : reading.reason,
  ])

const autumn = [
  'time,flow,pressure',
  '2023-10-29T01:00:00,10,4.0',
  '2023-10-29T02:00:00,11,4.1',
  '2023-10-29T02:00:00,12,',
  '2023-10-29T03:00:00,13,4.3',
  '2023-10-29T04:00:00,n/a,4.4',
  '2023-10-29T05:00:00,oops,4.5',
].join('\n')

test('a missing value is a reason, a repeated autumn hour is two hours, what is no number is named with its line', async () => {
  const csv = file('autumn.csv', autumn)
  const { code, output } = await imported(csv, '--mapping', mapping('rig.json', { flow, pressure }))
  expect(output).toContain('autumn.csv:6: no-number flow "n/a"')
  expect(output).toContain('autumn.csv:7: no-number flow "oops"')
  expect(output).toMatch(/10 readings taken in\n/)
  expect(output).toContain('rows of a repeated autumn hour 1')
  expect(code).toBe(1)
  expect(await instants('M-1/flow', '2023-10-28T00:00:00Z', '2023-10-30T00:00:00Z')).toEqual([
    ['2023-10-28T23:00:00.000Z', 10],
    ['2023-10-29T00:00:00.000Z', 11],
    ['2023-10-29T01:00:00.000Z', 12],
    ['2023-10-29T02:00:00.000Z', 13],
  ])
  expect((await instants('M-1/pressure', '2023-10-29T01:00:00Z', '2023-10-29T02:00:00Z'))[0]).toEqual([
    '2023-10-29T01:00:00.000Z',
    'missing-in-source',
  ])
})

test('the same file twice is nothing new, and says so', async () => {
  const again = await imported(join(folder, 'autumn.csv'), '--mapping', join(folder, 'rig.json'))
  expect(again.output).toContain('nothing new: these 10 readings were taken in before')
  expect(await stored('M-1/flow')).toHaveLength(4)
})

test('the same file taken for something else is refused: its values would be stored twice', async () => {
  const other = mapping('other.json', { flow: { ...flow, unit: 'L/s' }, pressure })
  const refused = await imported(join(folder, 'autumn.csv'), '--mapping', other)
  expect(refused).toMatchObject({
    code: 78,
    output: expect.stringMatching(/were taken in before, on .* twice/),
  })
  expect(await stored('M-1/flow')).toHaveLength(4)
})

test('a signal that the register lacks, or has in another unit, is kept aside and told; the rest is taken', async () => {
  const csv = file('units.csv', 'time,a,b,c\n2024-01-01T00:00:00,1,2,3\n2024-01-01T01:00:00,4,5,6\n')
  const map = mapping('units.json', {
    a: flow,
    b: { ...pressure, unit: 'kPa' },
    c: { asset: 'M-2', role: 'flow', unit: 'm3/h' },
  })
  const { code, output } = await imported(csv, '--mapping', map)
  expect(output).toContain(
    'M-1/pressure: 2 readings are kept aside, the register says bar, what is imported kPa',
  )
  expect(output).toMatch(
    /M-2\/flow: 2 readings are kept aside, the register has no such signal; --add-signals/,
  )
  expect(code).toBe(1)
  expect(await instants('M-1/flow', '2023-12-31T00:00:00Z', '2024-01-02T00:00:00Z')).toEqual([
    ['2023-12-31T23:00:00.000Z', 1],
    ['2024-01-01T00:00:00.000Z', 4],
  ])
  const added = await imported(csv, '--mapping', map, '--add-signals')
  expect(added.output).toContain('nothing new: these 6 readings were taken in before')
  expect(added.output).toContain('put into the register: M-2/flow\n')
  expect(added.output).not.toContain('M-2/flow: 2 readings')
  await eventually('the new signal’s readings', async () => (await stored('M-2/flow')).length === 2)
  expect(await stored('M-1/flow', '2023-12-31T00:00:00Z', '2024-01-02T00:00:00Z')).toHaveLength(2)
})

test('a Parquet file is read by the same mapping; its times are instants or local, as it says', async () => {
  const parquet = join(folder, 'winter.parquet')
  const at = [new Date('2024-02-01T00:00:00Z'), new Date('2024-02-01T01:00:00Z'), null]
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'time', data: at, type: 'TIMESTAMP', nullable: true },
      { name: 'flow', data: [20.5, null, 22], type: 'DOUBLE', nullable: true },
      { name: 'pressure', data: ['4.2', 'oops', '4.4'], type: 'STRING' },
    ],
  })
  writeFileSync(parquet, Buffer.from(bytes))
  const { code, output } = await imported(parquet, '--mapping', join(folder, 'rig.json'))
  expect(output).toContain('winter.parquet:2: no-number pressure "oops"')
  expect(output).toMatch(/winter\.parquet:3: /)
  expect(output).toMatch(/3 readings taken in\n/)
  expect(code).toBe(1)
  expect(await instants('M-1/flow', '2024-02-01T00:00:00Z', '2024-02-02T00:00:00Z')).toEqual([
    ['2024-02-01T00:00:00.000Z', 20.5],
    ['2024-02-01T01:00:00.000Z', 'missing-in-source'],
  ])
  const renamed = file('nothing.parquet', 'time,flow\n')
  const refused = await imported(renamed, '--mapping', join(folder, 'rig.json'))
  expect(refused).toMatchObject({ code: 78, output: expect.stringContaining('can’t be read as Parquet') })
})

test('killed with −9 and started again, every reading is stored once', async () => {
  const HOURS = 20_000
  const begin = Date.UTC(2010, 0, 1)
  const rows = Array.from(
    { length: HOURS },
    (_, i) => `${new Date(begin + i * 3_600_000).toISOString()},${i},${i / 2}`,
  )
  const csv = file('long.csv', ['time,flow,pressure', ...rows].join('\n'))
  const words = ['import', csv, '--mapping', join(folder, 'rig.json')]
  const first = run(...words)
  await eventually(first.output, async () => /import +[1-9]\d+ of 40000 readings/.test(first.output()))
  first.kill('SIGKILL')
  await first.ended
  const second = run(...words)
  const code = await second.ended
  const [, taken, before] = /(\d+) readings taken in, (\d+) were there from before/.exec(second.output())!
  expect(Number(taken) + Number(before)).toBe(2 * HOURS)
  expect(Number(before)).toBeGreaterThan(0)
  expect(code).toBe(0)
  const flows = await stored('M-1/flow', '2010-01-01T00:00:00Z', '2013-01-01T00:00:00Z')
  expect(flows.map((reading) => ('value' in reading ? reading.value : null))).toEqual(rows.map((_, i) => i))
  const collectors = await db.transaction(scope, (tx) => listCollectors(tx))
  expect(collectors.filter((one) => one.name === 'long.csv').map((one) => one.readings)).toEqual([2 * HOURS])
})

test.each([
  [['nowhere.csv', '--mapping', 'rig.json'], /nowhere\.csv can’t be read: ENOENT/],
  [
    ['autumn.csv', '--mapping', 'nothing'],
    /no mapping nothing.*\n +--mapping is bwdf, skab, wyndham, or a JSON/,
  ],
  [['units.csv', '--mapping', 'rig.json'], /units\.csv has no column flow, pressure.* it has time, a, b, c/],
  [['autumn.csv', '--mapping', 'rig.json', '--zone', 'Europe/Stokholm'], /no time zone Europe\/Stokholm/],
  [['autumn.csv', '--mapping', 'rig.json', '--from', 'May'], /May/],
])('%j is a mistake, and says which', async (words, expected) => {
  const place = (word: string) => (/\.(csv|json)$/.test(word) ? join(folder, word) : word)
  const { code, output } = await imported(...words.map(place))
  expect([code, output]).toEqual([78, expect.stringMatching(expected)])
  expect(output).not.toContain('    at ')
})
