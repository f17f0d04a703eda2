import { answerOf, inDatabase } from './database.ts'

/**
 * Room for thousands of notes, and for the pages themselves: while it lasts, Chromium goes by an older measure of the room
 * that leaves out what its caches take.
 */
const BYTES = 8 * 1024 * 1024
/** As much as one call gives. */
const RANDOM_AT_ONCE = 65_536
const KEY = 'ballast'

/**
 * Takes up room for as long as there is some, and is thrown off for what people write when there is none. What a browser
 * says of the room that is left is no measure: some answer the same whatever is left.
 */
export const keepBallast = (): Promise<void> =>
  inDatabase('readwrite', async ({ kept }) => {
    if ((await answerOf(kept.getKey(KEY))) === undefined) await answerOf(kept.put(incompressible(), KEY))
  })

export const dropBallast = (): Promise<void> =>
  inDatabase('readwrite', async ({ kept }) => {
    await answerOf(kept.delete(KEY))
  })

function incompressible(): ArrayBuffer {
  const bytes = new Uint8Array(BYTES)
  for (let i = 0; i < BYTES; i += RANDOM_AT_ONCE)
    crypto.getRandomValues(bytes.subarray(i, i + RANDOM_AT_ONCE))
  return bytes.buffer
}
