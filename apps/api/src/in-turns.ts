import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds after which others have their turn. */
const TURN_MS = 25

/** Drives long work that can pause: whoever waits for an answer meanwhile doesn't wait for all of it. */
export async function inTurns<T>(work: Generator<void, T>): Promise<T> {
  for (let began = performance.now(); ; ) {
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() - began < TURN_MS) continue
    await nextTurn()
    began = performance.now()
  }
}

/** The same work in one go, where nobody waits. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/** `things` one after the other, with a pause offered every so often. */
export function* paced<T>(things: Iterable<T>, each: (thing: T, i: number) => void): Generator<void, void> {
  let i = 0
  for (const thing of things) {
    each(thing, i)
    if (++i % EVERY === 0) yield
  }
}
const EVERY = 500
