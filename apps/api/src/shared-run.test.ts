import { expect, test } from 'vitest'
import { GivenUp, sharedRuns } from './shared-run.ts'

/** Runs that end when they are told to. */
function runs() {
  const begun: { key: string; ending: AbortSignal; end: (value: string) => void; fail: () => void }[] = []
  const shared = sharedRuns<string, string>((key, ending) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    begun.push({ key, ending, end: resolve, fail: () => reject(new Error('broke')) })
    return promise
  })
  return { begun, ask: shared.ask }
}
const patient = () => new AbortController().signal

test('those who ask alike meanwhile get one run, those who ask later another', async () => {
  const { begun, ask } = runs()
  const [first, second, other] = [ask('a', patient()), ask('a', patient()), ask('b', patient())]
  expect(begun.map(({ key }) => key)).toEqual(['a', 'b'])
  begun[0]!.end('of a')
  begun[1]!.end('of b')
  expect(await Promise.all([first, second, other])).toEqual(['of a', 'of a', 'of b'])
  const later = ask('a', patient())
  begun[2]!.end('of a, later')
  expect(await later).toBe('of a, later')
})

test('a run goes on as long as somebody waits, and ends with the last who does', async () => {
  const { begun, ask } = runs()
  const [one, two] = [new AbortController(), new AbortController()]
  const [first, second] = [ask('a', one.signal), ask('a', two.signal)]
  one.abort()
  await expect(first).rejects.toThrow(GivenUp)
  expect(begun[0]!.ending.aborted).toBe(false)
  two.abort()
  await expect(second).rejects.toThrow(GivenUp)
  expect(begun[0]!.ending.aborted).toBe(true)
  const again = ask('a', patient())
  expect(begun).toHaveLength(2)
  begun[1]!.end('anew')
  expect(await again).toBe('anew')
})

test('what fails fails for all, and is tried again for whoever asks then', async () => {
  const { begun, ask } = runs()
  const both = [ask('a', patient()), ask('a', patient())]
  begun[0]!.fail()
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  void ask('a', patient())
  expect(begun).toHaveLength(2)
})
