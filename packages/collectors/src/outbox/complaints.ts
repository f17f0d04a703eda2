import { isDiskFull } from './database.ts'
import type { Room } from './room.ts'

/** For a person: what is full, what happens now, and what helps. */
export function fullMessage(path: string, { droppable, limit }: Room): string {
  const first =
    droppable.size > 0
      ? `the oldest readings (${[...droppable].join(', ')}) make room`
      : 'new readings are refused'
  return `the outbox ${path} is full (${limit} bytes): ${first} until the centre takes what waits; a higher outbox.limit gives more time`
}

export const unwritableMessage = (path: string, error: unknown): string =>
  isDiskFull(error)
    ? `the disk with ${path} is full: free some space there, or set a lower outbox limit. Nothing that was stored is lost; devices that keep their values are read again later`
    : `${path} can't be written: ${(error as Error).message}`
