import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { T0 } from '../testing/readings.ts'
import { temporaryFolder } from '../testing/temporary.ts'
import { Outbox } from './outbox.ts'

const writer = fileURLToPath(new URL('../testing/outbox-writer.ts', import.meta.url))

test('killed with −9 again and again, it has every value it vouched for, each once, in order', async () => {
  const path = join(temporaryFolder(), 'outbox.sqlite')
  let vouched = 0
  for (let round = 0; round < 5; round++) vouched = await writeUntilKilled(path, 60 + round * 37)
  expect(vouched).toBeGreaterThan(100)
  const outbox = new Outbox({ path, now: () => T0, log: () => undefined })
  const values = outbox
    .read(0, 1e7)
    .map((e) => (e.kind === 'reading' && 'value' in e.reading ? e.reading.value : -1))
  outbox.close()
  expect(values.length).toBeGreaterThanOrEqual(vouched)
  expect(values).toEqual(values.map((_, i) => i + 1))
}, 30_000)

/** The writer goes on from the outbox' cursor, as a back-fill does: it hands over the last values again. */
function writeUntilKilled(path: string, after: number): Promise<number> {
  const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve) => {
    let out = ''
    child.stdout.on('data', (data) => {
      if (out === '') setTimeout(() => child.kill('SIGKILL'), after)
      out += data
    })
    child.on('close', () => resolve(Number(out.trimEnd().split('\n').at(-1))))
  })
}
