import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockFolder } from '@driftbild/store/folder-lock'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { driftbild, type Outcome } from '../testing/command.ts'
import { openDataFolder } from './folder.ts'
import { openTownPlan } from './town.ts'

// What a person does wrong before anything runs, told by the real command.

const folder = mkdtempSync(join(tmpdir(), 'driftbild-up-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const place = (name: string): string => {
  mkdirSync(join(folder, name), { recursive: true })
  return join(folder, name)
}

function expectMistake({ code, err }: Outcome, message: RegExp): void {
  expect([code, err]).toEqual([78, expect.stringMatching(message)])
  expect(err).not.toContain('    at ')
}

test('a port that is taken names who has it, and how to choose another', async () => {
  const server = createServer()
  onTestFinished(() => void server.close())
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  )
  const outcome = await driftbild(['up', '--no-town'], { PORT: String(port), DRIFTBILD_DATA: place('port') })
  const who = process.platform === 'linux' ? `process ${process.pid} \\(.*\\)` : 'another program'
  expectMistake(
    outcome,
    new RegExp(`port ${port} is taken by ${who}\\n.*set PORT to another port, as in PORT=8080`),
  )
})

test('a second start with one data folder is told where the first is', async () => {
  const data = place('twice')
  lockFolder(data, 'up')
  const running = { address: 'http://127.0.0.1:8099', databaseUrl: 'postgresql:///x', pid: process.pid }
  writeFileSync(join(data, 'running.json'), JSON.stringify(running))
  expectMistake(
    await driftbild(['up'], { PORT: '0', DRIFTBILD_DATA: data }),
    new RegExp(
      `already up with the data folder ${data}: http://127.0.0.1:8099 \\(process ${process.pid}\\)\n`,
    ),
  )
})

describe('settings', () => {
  test.each([
    ['PORT=http', { PORT: 'http' }, /PORT: a port is a number from 0 to 65535/],
    ['PORT=70000', { PORT: '70000' }, /PORT: a port is a number from 0 to 65535/],
    [
      'a database that is no address',
      { DATABASE_URL: 'mysql://a:geheim@b/c' },
      /DATABASE_URL: .* reads postgresql:/,
    ],
  ])('%s', async (_, env, message) => {
    const outcome = await driftbild(['up', '--no-town'], {
      PORT: '0',
      DRIFTBILD_DATA: place('settings'),
      ...env,
    })
    expectMistake(outcome, message)
    expect(outcome.err).not.toContain('geheim')
  })

  test('a database where nobody answers', async () => {
    const env = { DATABASE_URL: 'postgresql://a:geheim@127.0.0.1:1/driftbild', DRIFTBILD_DATA: place('away') }
    const outcome = await driftbild(['migrate'], env)
    expectMistake(
      outcome,
      /the database at postgresql:\/\/a@127\.0\.0\.1:1\/driftbild does not answer: .*\n +Start it, or/,
    )
  })
})

describe('the data folder', () => {
  test('that is a file', async () => {
    writeFileSync(join(folder, 'file'), '')
    expectMistake(
      await driftbild(['up'], { PORT: '0', DRIFTBILD_DATA: join(folder, 'file') }),
      /file can’t be used: it is a file\n +Set DRIFTBILD_DATA to a folder/,
    )
  })

  test('on a disk that may only be read, or is nearly full', async ({ skip }) => {
    const disk = place('disk')
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'ignore' })
    } catch {
      return skip('needs the right to mount a small tmpfs')
    }
    onTestFinished(() => void execFileSync('umount', ['-l', disk]))
    const env = { PORT: '0', DRIFTBILD_DATA: disk }
    expectMistake(
      await driftbild(['up'], env),
      /has 0\.0 GiB left; 2 are needed\n +Make room, or set DRIFTBILD_DATA/,
    )
    execFileSync('mount', ['-o', 'remount,ro', disk])
    expectMistake(await driftbild(['up'], env), /can’t be used: EROFS/)
  })

  test('of another PostgreSQL is named, and left as it is', async () => {
    const data = place('other/engine/data')
    writeFileSync(join(data, 'PG_VERSION'), '16\n')
    expectMistake(
      await driftbild(['migrate'], { DRIFTBILD_DATA: join(folder, 'other') }),
      /the data in .*other\/engine\/data are PostgreSQL 16's, the embedded engine is 17: start the version/,
    )
    expect(readFileSync(join(data, 'PG_VERSION'), 'utf8')).toBe('16\n')
  })

  test.each(['{"seed":1,', '{"seed":"one"}', ''])(
    'whose plan is damaged (%j) is not guessed at, nor written over',
    (text) => {
      const opened = openDataFolder(place('plan'))
      const file = join(opened.town, 'plan.json')
      writeFileSync(file, text)
      expect(() => openTownPlan(opened, { town: true, seed: 1, historyDays: 1 })).toThrow(
        /plan\.json, which says which town this is and since when, can’t be read/,
      )
      expect(readFileSync(file, 'utf8')).toBe(text)
    },
  )

  test('goes on with its own town, and says so to who asks for another', () => {
    const opened = openDataFolder(place('begun'))
    const begun = openTownPlan(opened, { town: true, seed: 7 })
    expect(begun).toMatchObject({ seed: 7, historyDays: 60 })
    expect(openTownPlan(opened, { town: true })).toEqual(begun)
    expect(openTownPlan(opened, { town: true, seed: 7, historyDays: 60 })).toEqual(begun)
    expect(() => openTownPlan(opened, { town: true, seed: 8 })).toThrow(
      /begun was begun with --seed 7, and --seed 8 can’t change that/,
    )
    expect(() => openTownPlan(opened, { town: true, historyDays: 3 })).toThrow(/begun with --history-days 60/)
  })
})
