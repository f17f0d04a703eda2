import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Overview } from '@driftbild/api/contract'
import { formatTime, HOUR, type Kommunkod, parseTime, statusCodes } from '@driftbild/core'
import { type Database, openDatabase, putRegister } from '@driftbild/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, signIn } from './chain/client.ts'
import { driftbild, type Up, upWithoutTown } from './chain/driftbild.ts'
import { aMeter } from './chain/meter.ts'
import { ledgerOfAll, storedCells } from './chain/stored.ts'
import { WATERSIDE, waterside } from './chain/waterside.ts'

// A recorded file, read by an operator's command into the Driftbild that is up: once as an OPC UA device, once as a
// Modbus gateway. What the file holds is written down here, and looked for in the table itself.

/** Hours around both changes of the clocks, as instants and as the wall clock of Stockholm shows them. */
const hours = [
  ...hoursFrom('2022-03-26T20:00:00Z', 12, (at) => at < parseTime('2022-03-27T01:00:00Z')),
  ...hoursFrom('2022-10-29T20:00:00Z', 12, (at) => at >= parseTime('2022-10-30T01:00:00Z')),
]
const MISSING = { flow: 3, pressure: 17 }

function hoursFrom(first: string, count: number, isWinter: (at: number) => boolean) {
  return Array.from({ length: count }, (_, i) => {
    const at = parseTime(first) + i * HOUR
    const wall = formatTime(at + (isWinter(at) ? 1 : 2) * HOUR)
    return { at, wall: wall.slice(0, 16).replace('T', ' ') }
  })
}

const flowOf = (i: number): number | null => (i === MISSING.flow ? null : 12.5 + i / 7)
const pressureOf = (i: number): number | null => (i === MISSING.pressure ? null : 4.25 - i / 100)

/** The clocks went from 02:00 to 03:00: nobody's clock has shown this. */
const NEVER = '2022-03-27 02:30,99,99'

function recordedFile(): string {
  const rows = hours.map(({ wall }, i) => `${wall},${flowOf(i) ?? ''},${pressureOf(i) ?? ''}`)
  return ['time,flow,pressure', ...rows.slice(0, 6), NEVER, ...rows.slice(6), ''].join('\n')
}

const meter = { ...aMeter('M-1'), name: 'Recorded meter' }

const mappingFor = (name: string, code: Kommunkod) => ({
  name,
  municipality: { code, name: `Recorded ${name}`, zone: 'Europe/Stockholm' },
  time: { column: 'time' },
  reporting: { type: 'every', seconds: 3600 },
  layout: {
    type: 'wide',
    columns: {
      flow: { asset: 'M-1', role: 'flow', unit: 'm3/h' },
      pressure: { asset: 'M-1', role: 'pressure', unit: 'bar' },
    },
    assets: [meter],
  },
})

const folder = mkdtempSync(join(tmpdir(), 'driftbild-replay-'))
const env = { ...process.env, DRIFTBILD_DATA: join(folder, 'data') }
let up: Up
let db: Database
let client: Client

beforeAll(async () => {
  writeFileSync(join(folder, 'meter.csv'), recordedFile())
  up = await upWithoutTown(env.DRIFTBILD_DATA)
  db = openDatabase(up.databaseUrl)
  client = await signIn(up.address, up.signInLink)
})

afterAll(async () => {
  await db?.close()
  await up?.command.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

const replay = async (...args: string[]) => {
  const command = driftbild(['replay', ...args], env)
  return { code: await command.ended, said: command.output() }
}

describe.each([
  ['opcua', '9001'],
  ['modbus', '9002'],
] as const)('recorded hours over %s', (protocol, municipality) => {
  let said: string

  test('are all stored, and the command says that they are equal', async () => {
    const mapping = join(folder, `${protocol}.json`)
    writeFileSync(mapping, JSON.stringify(mappingFor(protocol, municipality)))
    const file = join(folder, 'meter.csv')
    const done = await replay(
      file,
      ...['--mapping', mapping, '--protocol', protocol],
      ...['--zone', 'Europe/Stockholm'],
    )
    said = done.said
    expect(done.code, said).toBe(0)
    expect(said).toContain('checksum          equal')
  })

  test('lie in the table at their own source times, once each, a missing value with its reason', async () => {
    const stored = await storedCells(db, municipality)
    expect(stored.map(({ key, time, value }) => [key, formatTime(time), value])).toEqual([
      ...hours.map(({ at }, i) => ['M-1/flow', formatTime(at), flowOf(i)]),
      ...hours.map(({ at }, i) => ['M-1/pressure', formatTime(at), pressureOf(i)]),
    ])
    const bad = stored.filter((cell) => cell.value === null)
    expect(bad.map(({ key, time, reason, status }) => [key, time, reason, status])).toEqual([
      ['M-1/flow', hours[MISSING.flow]!.at, 'no-value', statusCodes.BadNoData],
      ['M-1/pressure', hours[MISSING.pressure]!.at, 'no-value', statusCodes.BadNoData],
    ])
  })

  test('keep the two hours apart that autumn had, and have none for the one that spring left out', async () => {
    const at = async (wall: string) => {
      const there = hours.filter((hour) => hour.wall === wall).map((hour) => hour.at)
      const stored = await storedCells(db, municipality)
      return stored
        .filter((cell) => cell.key === 'M-1/pressure' && there.includes(cell.time))
        .map((cell) => formatTime(cell.time).slice(0, 16))
    }
    expect(await at('2022-10-30 02:00')).toEqual(['2022-10-30T00:00', '2022-10-30T01:00'])
    expect(await at('2022-03-27 01:00')).toEqual(['2022-03-27T00:00'])
    expect(await at('2022-03-27 03:00')).toEqual(['2022-03-27T01:00'])
    expect(said).toContain('rows of a repeated autumn hour 1')
    expect(said).toMatch(/meter\.csv:8: skipped-hour "2022-03-27 02:30"/)
  })

  test('were numbered without a hole', async () => {
    const cells = 2 * hours.length
    expect(await ledgerOfAll(db, municipality)).toEqual({
      readings: cells,
      silences: 0,
      durable: cells,
      holes: 0,
    })
  })

  test('are told as a recording, by the clock of the recording', async () => {
    const { municipality: told, now } = await client.get<Overview>(`/api/${municipality}/overview`)
    expect(told).toMatchObject({ simulated: false, recording: protocol })
    expect(now).toBe(formatTime(hours.at(-1)!.at))
  })
})

describe('a mistake is told with what, where and what to do', () => {
  const file = join(folder, 'meter.csv')
  beforeAll(async () => {
    writeFileSync(join(folder, 'among-live.json'), JSON.stringify(mappingFor('among-live', WATERSIDE)))
    await db.transaction({ municipality: WATERSIDE, role: 'api' }, (tx) => putRegister(tx, waterside))
  })

  test.each([
    [
      'a file that is not there',
      ['nowhere.csv', '--mapping', 'bwdf'],
      /there is no file nowhere\.csv\n.*Looked for \//,
    ],
    [
      'a mapping that is none',
      [file, '--mapping', 'bwfd'],
      /no mapping bwfd.*\n.*--mapping is bwdf, skab, wyndham/,
    ],
    [
      'local times and no zone',
      [file, '--mapping', join(folder, 'opcua.json')],
      /meter\.csv:2: 2022-03-26 21:00 names no zone: give one with --zone/,
    ],
    [
      'columns of another mapping',
      [file, '--mapping', 'skab'],
      /meter\.csv has no column datetime, .*; it has time, flow, pressure/,
    ],
    [
      'a place whose values are not recorded',
      [file, '--mapping', join(folder, 'among-live.json'), '--zone', 'Europe/Stockholm'],
      /9998 is Waterside, whose values are not recorded.*\n.*municipality of its own/,
    ],
    [
      'a window beside the recording',
      [file, '--mapping', join(folder, 'opcua.json'), '--zone', 'Europe/Stockholm', '--from', '2023-01-01'],
      /nothing to replay in .*meter\.csv: the window leaves out all that is there, from 2022-03-26T20/,
    ],
  ])('%s', async (_, args, told) => {
    const { code, said } = await replay(...args)
    expect(code).not.toBe(0)
    expect(said).toMatch(told)
    expect(said).not.toMatch(/\n +at /)
  })
})
