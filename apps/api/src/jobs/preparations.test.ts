import { mkdtemp, readdir, rm } from 'node:fs/promises'
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
const lines: string[] = []
const opened = () =>
  createPreparations({
    folder,
    log: (level, message) => void lines.push(`${level} ${message}`),
    thread: {
      prepare: ({ drawn }) => {
        asked.push(drawn)
        return adder.prepare!(drawn)
      },
      close: async () => {},
    },
  })
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preparations-'))
  asked = []
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
  expect(preparations.ready(adder, drawnAs('a', [4]))).toBeNull()
  await preparations.given(adder, drawnAs('a', [4]))
  expect(preparations.ready(adder, drawnAs('a', [4]))).toMatchObject({ prepared: { sum: 4 } })
})

test('where it fails, steps go on without, and it is told why', async () => {
  const given = await opened().given(adder, drawnAs('b', [Number.POSITIVE_INFINITY]))
  expect(given).toEqual({ drawn: { hash: 'b', value: [Number.POSITIVE_INFINITY] } })
  expect(lines.at(-1)).toMatch(/^error adder could not prepare adder-1\.0\.0-b: .*too much/)
  expect(await readdir(folder)).toEqual([])
})

test('a model that prepares nothing, or a subject that is not drawn, is ready at once', () => {
  const plain = { ...adder } as Partial<Model>
  delete plain.prepare
  expect(opened().ready(plain as Model, drawnAs('c', [1]))).toEqual({ drawn: { hash: 'c', value: [1] } })
  expect(opened().ready(adder, drawnAs('c', null))).toEqual({})
})
