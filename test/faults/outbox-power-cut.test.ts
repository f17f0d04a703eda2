import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Outbox } from '@driftbild/collectors'
import { afterAll, describe, expect, test } from 'vitest'
import { seeded } from './plan.ts'
import { copyFolder, cutPower } from './power-cut.ts'
import { buildRecorder, recording } from './write-recorder.ts'

// What the outbox' process wrote to its files is recorded below SQLite; of what it hadn't synced when it ended, a part
// is lost, in no order.

const writer = fileURLToPath(
  new URL('../../packages/collectors/src/testing/outbox-writer.ts', import.meta.url),
)
const root = mkdtempSync(join(tmpdir(), 'driftbild-outbox-power-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const recorder = buildRecorder(root)

describe.skipIf(!recorder)('a power cut (needs a C compiler and Linux)', () => {
  test.each([1, 2, 3])('seed %i: what the outbox vouched for is there, once, in order', async (seed) => {
    const { vouched, values } = await afterPowerCut(`kept-${seed}`, seed)
    expect(vouched).toBeGreaterThan(20)
    expect(values.length).toBeGreaterThanOrEqual(vouched)
    expect(values).toEqual(values.map((_, i) => i + 1))
  })

  test('on a disk that hears of no sync the same cut loses or destroys, so these tests can fail', async () => {
    const kept = await afterPowerCut('lost', 4, { heedSyncs: false }).then(
      ({ vouched, values }) => values.length - vouched,
      () => -1,
    )
    expect(kept).toBeLessThan(0)
  })
})

async function afterPowerCut(name: string, seed: number, options?: { heedSyncs: boolean }) {
  const folder = join(root, name)
  mkdirSync(folder)
  const before = copyFolder(folder)
  const journal = `${folder}.journal`
  const path = join(folder, 'outbox.sqlite')
  const vouched = await writeUntilKilled(path, journal, 20 + 30 * seed)
  await cutPower({ before, journal, folder }, seeded(seed), options)
  const outbox = new Outbox({ path, now: () => 0, log: () => undefined })
  try {
    const values = outbox
      .read(0, 1e7)
      .map((entry) => (entry.kind === 'reading' && 'value' in entry.reading ? entry.reading.value : -1))
    return { vouched, values }
  } finally {
    outbox.close()
  }
}

/** Killed once it has vouched for so many values; gives how many there were in the end. */
function writeUntilKilled(path: string, journal: string, many: number): Promise<number> {
  const env = { ...process.env, ...recording(recorder!, path, journal) }
  const child = spawn(process.execPath, [writer, path], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const newest = (out: string) => Number(out.slice(0, out.lastIndexOf('\n')).split('\n').at(-1))
  return new Promise((resolve) => {
    let out = ''
    child.stdout.on('data', (data) => {
      out += String(data)
      if (newest(out) >= many) child.kill('SIGKILL')
    })
    child.on('close', () => resolve(newest(out)))
  })
}
