import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Mistake } from '../mistake.ts'
import { type Child, type ChildEvent, startChild } from './child.ts'

function child(script: string, restart = true): { one: Child; events: ChildEvent[]; logs: string } {
  const logs = mkdtempSync(join(tmpdir(), 'driftbild-child-'))
  writeFileSync(
    join(logs, 'script.mjs'),
    `const say = (line) => console.log(JSON.stringify(line))\n${script}`,
  )
  const events: ChildEvent[] = []
  const command = [join(logs, 'script.mjs')]
  const one = startChild({ name: 'part', command, logs, restart, onEvent: (event) => events.push(event) })
  onTestFinished(async () => {
    await one.stop()
    rmSync(logs, { recursive: true, force: true })
  })
  return { one, events, logs }
}

const SAYS = `say({ event: 'log', level: 'error', message: 'the disk is upside down: turn it' })`

test('a part that gives up before it is ready is a mistake in its own words, with its log', async () => {
  const { one, logs } = child(`${SAYS}; process.exitCode = 78`)
  const mistake = await one.ready.catch((error: unknown) => error)
  expect(mistake).toBeInstanceOf(Mistake)
  expect(mistake).toMatchObject({
    message: 'part could not start: the disk is upside down: turn it',
    advice: `What it said is in ${join(logs, 'part.log')}.`,
  })
  expect(readFileSync(join(logs, 'part.log'), 'utf8')).toContain('upside down')
})

test('one that gives up later says so, too', async () => {
  const { one } = child(`say({ event: 'ready' }); ${SAYS}; process.exitCode = 78`)
  await one.ready
  expect((await one.gaveUp).message).toBe('part has given up: the disk is upside down: turn it')
})

test('one that dies is started again, and no mistake', async () => {
  const { one, events } = child(`
    import { existsSync, writeFileSync } from 'node:fs'
    const mark = import.meta.filename + '.mark'
    if (!existsSync(mark)) { writeFileSync(mark, ''); process.exit(1) }
    say({ event: 'ready', again: true }); setInterval(() => {}, 1000)`)
  expect(await one.ready).toMatchObject({ again: true })
  expect(events.map(({ event }) => event)).toEqual(['died', 'ready'])
})

test('what fails before it can speak is told by its error', async () => {
  const { one } = child(`throw new TypeError('no such module')`, false)
  await expect(one.ready).rejects.toThrow('part could not start: TypeError: no such module')
})
