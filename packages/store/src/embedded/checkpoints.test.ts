import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SLOW } from '../testing/engine.ts'
import { startCheckpoints } from './checkpoints.ts'
import { type OpenEngine, openEngine } from './open-engine.ts'
import { Ownership } from './ownership.ts'
import { query } from './protocol.ts'

const MB = 2 ** 20
const folder = mkdtempSync(join(tmpdir(), 'driftbild-checkpoints-'))
let engine: OpenEngine
beforeAll(async () => {
  engine = await openEngine(folder)
  await engine.execute(query('create table filler (line text)'))
}, SLOW)
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const write = (lines: number) =>
  engine.execute(query(`insert into filler select repeat('x', 1000) from generate_series(1, ${lines})`))

test('the log is given back while the engine runs, but not in the middle of a client’s turn', async () => {
  const ownership = new Ownership<object>()
  const client = {}
  await ownership.acquire(client)
  const onBroken = vi.fn()
  const limits = { bytes: 4 * MB, seconds: Number.POSITIVE_INFINITY, lookEvery: 20 }
  const end = startCheckpoints(engine, ownership, onBroken, limits)
  await write(8_000)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect((await engine.walToReplay()).bytes).toBeGreaterThan(8 * MB)

  ownership.release(client)
  await vi.waitFor(async () => expect((await engine.walToReplay()).bytes).toBeLessThan(MB), { timeout: SLOW })
  end()
  expect(onBroken).not.toHaveBeenCalled()
})
