import type { SignalCommand } from '@driftbild/collectors'
import { wait } from '@driftbild/collectors'
import { expect, test } from 'vitest'
import type { Answer, Commander, SentCommand } from './centre.ts'
import { obeyCommands } from './commanding.ts'

const COMMAND: SentCommand = {
  id: crypto.randomUUID(),
  signal: 'P-1/speed',
  value: 40,
  unit: 'Hz',
  lasts: 60_000,
}

/** Runs against a centre that hands out one command, and answers what the test says until it is through. */
async function run(answers: Answer<unknown>[], { isAllowed = true, command = COMMAND } = {}) {
  const end = new AbortController()
  const waiting = [command]
  const written: SignalCommand[] = []
  const told: string[] = []
  let asked = 0
  const centre: Commander = {
    async commands(_, signal) {
      asked++
      if (waiting.length === 0) await wait(60_000, signal)
      return { value: waiting.splice(0) }
    },
    async answerCommand(id, result) {
      told.push([id, ...Object.values(result).filter((part) => typeof part === 'string')].join(' '))
      const answer = answers.shift()!
      if (answers.length === 0) setTimeout(() => end.abort())
      return answer
    },
  }
  if (!isAllowed) setTimeout(() => end.abort(), 20)
  const write = async (command: SignalCommand) => {
    written.push(command)
    return { result: 'done' as const, value: command.value }
  }
  const options = {
    centre,
    log: () => undefined,
    isAllowed: () => isAllowed,
    write,
    pace: { idle: 1, again: 1 },
  }
  await obeyCommands(options, end.signal)
  return { written, told, asked }
}

const done = `${COMMAND.id} done`
const written = [{ signal: 'P-1/speed', value: 40, unit: 'Hz' }]

test('an answer that does not arrive is sent again; the value is not written again', async () => {
  const answers: Answer<unknown>[] = [
    { failure: 'the line is cut' },
    { problem: { status: 503, code: 'busy', context: {}, retryAfter: 1 } },
    { value: {} },
  ]
  expect(await run(answers)).toMatchObject({ written, told: [done, done, done] })
})

test('an answer that the centre does not want is not sent for ever', async () => {
  const over: Answer<unknown> = {
    problem: { status: 409, code: 'command-over', context: {}, retryAfter: null },
  }
  expect(await run([over])).toMatchObject({ written, told: [done] })
})

test('what comes after its time is not written, and the centre is told so', async () => {
  const late = { ...COMMAND, lasts: 0 }
  expect(await run([{ value: {} }], { command: late })).toMatchObject({
    written: [],
    told: [`${COMMAND.id} refused not-sent P-1/speed`],
  })
})

test('where nothing may be written the centre is not even asked', async () => {
  expect(await run([], { isAllowed: false })).toEqual({ written: [], told: [], asked: 0 })
})
