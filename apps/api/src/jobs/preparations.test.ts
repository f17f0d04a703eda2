import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Model, ModelSubject } from '@driftbild/models'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPreparations } from './preparations.ts'

/** Prepares the sum of what is drawn; nothing else of it is asked here. */
const adder = {
  name: 'adder',
  version: '1.0.0',
  prepare: async (drawn: unknown) => {
    const numbers = drawn as number[]
    if (numbers.includes(Number.POSITIVE_INFINITY)) throw new Error('too much')
    return { sum: numbers.reduce((a, b) => a + b, 0) }
  },
} as unknown as Model
const drawnAs = (hash: string, value: number[] | null) =>
  ({ drawn: () => (value ? { hash, value } : null) }) as unknown as ModelSubject

let folder: string
let asked: unknown[]
/** The thread waits for this before it works. */
let hold: Promise<void>
const lines: string[] = []
const opened = (mostBytes?: number) =>
  createPreparations({
    ...(mostBytes === undefined ? {} : { mostBytes }),
    folder,
    log: (level, message) => void lines.push(`${level} ${message}`),
    thread: {
      prepare: async ({ drawn }) => {
        asked.push(drawn)
        await hold
        return adder.prepare!(drawn)
      },
      close: async () => {},
    },
  })
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preparations-'))
  asked = []
  hold = Promise.resolve()
})
afterEach(() => rm(folder, { recursive: true }))

test('what is drawn alike is worked out once, and kept for the next start', async () => {
  const first = opened()
  const both = await Promise.all([
    first.given(adder, drawnAs('a', [1, 2])),
    first.given(adder, drawnAs('a', [1, 2])),
  ])
  expect(both).toEqual(Array(2).fill({ drawn: { hash: 'a', value: [1, 2] }, prepared: { sum: 3 } }))
  expect((await opened().given(adder, drawnAs('a', [1, 2]))).prepared).toEqual({ sum: 3 })
  expect(asked).toEqual([[1, 2]])
  expect(await readdir(folder)).toEqual(['adder-1.0.0-a.json'])
})

test('nobody waits for it: it is not ready until it is', async () => {
  const preparations = opened()
  expect(await preparations.ready(adder, drawnAs('a', [4]))).toBeNull()
  await preparations.given(adder, drawnAs('a', [4]))
  expect(await preparations.ready(adder, drawnAs('a', [4]))).toMatchObject({ prepared: { sum: 4 } })
})

test('where it fails, steps go on without, and it is told why', async () => {
  const given = await opened().given(adder, drawnAs('b', [Number.POSITIVE_INFINITY]))
  expect(given).toEqual({ drawn: { hash: 'b', value: [Number.POSITIVE_INFINITY] } })
  expect(lines.at(-1)).toMatch(/^error adder could not prepare adder-1\.0\.0-b: .*too much/)
  expect(await readdir(folder)).toEqual([])
})

test('a model that prepares nothing, or a subject that is not drawn, is ready at once', async () => {
  const plain = { ...adder } as Partial<Model>
  delete plain.prepare
  expect(await opened().ready(plain as Model, drawnAs('c', [1]))).toEqual({
    drawn: { hash: 'c', value: [1] },
  })
  expect(await opened().ready(adder, drawnAs('c', null))).toEqual({})
})

test('what was prepared for a drawing that nothing has any more goes, and is made anew for whoever asks', async () => {
  const [former, present] = [drawnAs('former', [1]), drawnAs('present', [2])]
  const preparations = opened()
  for (const one of [former, present]) await preparations.given(adder, one)
  await writeFile(join(folder, 'adder-0.9.0-present.json'), '{}')
  await writeFile(join(folder, 'adder-1.0.0-cut.json.part'), '{')
  await preparations.letGoBut([{ model: adder, subject: present }])
  expect(await readdir(folder)).toEqual(['adder-1.0.0-present.json'])
  expect((await preparations.given(adder, former)).prepared).toEqual({ sum: 1 })
  expect((await preparations.given(adder, present)).prepared).toEqual({ sum: 2 })
  expect(asked).toEqual([[1], [2], [1]])
})

test('what waits its turn for a drawing that has gone is not worked out, unless somebody waits for it', async () => {
  const [first, former, waitedFor, present] = [1, 2, 3, 4].map((n) => drawnAs(`${n}`, [n]))
  const preparations = opened()
  const looked = Promise.withResolvers<void>()
  hold = looked.promise
  await preparations.ready(adder, first!)
  await preparations.ready(adder, former!)
  const waited = preparations.given(adder, waitedFor!)
  await preparations.letGoBut([{ model: adder, subject: present! }])
  looked.resolve()
  expect((await waited).prepared).toEqual({ sum: 3 })
  expect(await readdir(folder), 'the first was under way and is of no use now').toEqual([
    'adder-1.0.0-3.json',
  ])
  expect((await preparations.given(adder, present!)).prepared).toEqual({ sum: 4 })
  expect(asked).toEqual([[1], [3], [4]])
})

test('more than memory is given is read again, and everybody’s turn comes', async () => {
  const preparations = opened(20)
  const subjects = [10, 20, 30].map((n) => drawnAs(`${n}`, [n]))
  for (const one of subjects) await preparations.given(adder, one)
  for (const one of [...subjects, ...subjects])
    expect(await preparations.ready(adder, one)).toMatchObject({ prepared: { sum: expect.any(Number) } })
  expect(asked).toHaveLength(3)
})

test('a file that a power cut left empty is made anew', async () => {
  await writeFile(join(folder, 'adder-1.0.0-a.json'), '')
  expect((await opened().given(adder, drawnAs('a', [5]))).prepared).toEqual({ sum: 5 })
})
