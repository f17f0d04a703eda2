import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Command, driftbild, upWithoutTown } from '../chain/driftbild.ts'
import { aMeter } from '../chain/meter.ts'
import { eventually } from '../chain/process.ts'

// Every process of the chain is killed with −9 while recorded data are replayed over OPC UA. What was served
// must be stored, each value once; the command itself compares them value by value.

const folder = mkdtempSync(join(tmpdir(), 'driftbild-kill-'))
const env = { ...process.env, DRIFTBILD_DATA: join(folder, 'data') }
const SECONDS = 3_000
const SPEED = '120'

/** Processes below one, by command line. */
function processesBelow(pid: number): { pid: number; command: string }[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .filter((match) => match !== null)
    .map(([, own, parent, command]) => ({ pid: Number(own), parent: Number(parent), command: command! }))
  const below = (parent: number): { pid: number; command: string }[] =>
    rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)])
  return below(pid)
}

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function kill(above: Command, command: RegExp): Promise<void> {
  const found = await eventually(`a process like ${command}`, async () =>
    processesBelow(above.pid).find((one) => command.test(one.command)),
  )
  process.kill(found.pid, 'SIGKILL')
}

let up: Command

beforeAll(async () => {
  const rows = Array.from({ length: SECONDS }, (_, i) => {
    const time = new Date(Date.UTC(2024, 2, 1) + i * 1000).toISOString()
    // A hole now and then: a missing value is served as bad and counts like any other.
    return `${time},${i % 97 === 0 ? '' : (20 + Math.sin(i / 50)).toFixed(3)},${(4 + (i % 13) / 100).toFixed(2)}`
  })
  writeFileSync(join(folder, 'rig.csv'), `time,flow,pressure\n${rows.join('\n')}\n`)
  const mapping = {
    name: 'rig',
    municipality: { code: '9997', name: 'Rig', zone: 'Europe/Stockholm', simulated: true },
    time: { column: 'time', format: 'iso' },
    reporting: { type: 'every', seconds: 1 },
    layout: {
      type: 'wide',
      columns: {
        flow: { asset: 'M-1', role: 'flow', unit: 'm3/h' },
        pressure: { asset: 'M-1', role: 'pressure', unit: 'bar' },
      },
      assets: [aMeter('M-1')],
    },
  }
  writeFileSync(join(folder, 'rig.json'), JSON.stringify(mapping))
  up = (await upWithoutTown(env.DRIFTBILD_DATA)).command
})

afterAll(() => {
  if (isThere(up.pid)) process.kill(up.pid, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

test('killing simulator, edge, centre and store in a replay loses no value and doubles none', async () => {
  const replay = driftbild(
    ['replay', join(folder, 'rig.csv'), '--mapping', join(folder, 'rig.json'), '--speed', SPEED],
    env,
  )
  await eventually(
    () => `values in the store:\n${replay.output()}`,
    async () => /stored +[1-9]\d* of/.test(replay.output()),
  )
  await kill(replay, /simulators\/src\/main\.ts replay/)
  await eventually('the simulator is back', async () => processesBelow(replay.pid).length >= 2)
  await kill(replay, /apps\/edge\/src\/main\.ts/)
  await kill(up, /apps\/api\/src\/main\.ts/)
  await eventually('the centre is back', async () =>
    processesBelow(up.pid).some((one) => /apps\/api\/src\/main\.ts/.test(one.command)),
  )
  await kill(up, /driftbild engine|embedded\/main\.ts/)
  const code = await replay.ended
  expect(replay.output()).toContain(`stored            ${2 * SECONDS} readings`)
  expect(replay.output()).toContain('checksum          equal')
  expect(code).toBe(0)
})

test('killing Driftbild itself leaves no process behind', async () => {
  const below = processesBelow(up.pid)
  expect(below.length).toBeGreaterThanOrEqual(2)
  const running = JSON.parse(readFileSync(join(env.DRIFTBILD_DATA, 'running.json'), 'utf8')) as {
    pid: number
  }
  expect(running.pid).toBe(up.pid)
  process.kill(up.pid, 'SIGKILL')
  await eventually('all of its parts are gone', async () => below.every((one) => !isThere(one.pid)))
})
