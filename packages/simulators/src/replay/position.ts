import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Micros } from '@driftbild/core'
import { z } from 'zod'

/** How far a replay has come. */
export const Position = z.strictObject({
  /** Checksum of what is replayed: a position means nothing in other data. */
  of: z.string(),
  /** Cells served, in the recording's order. */
  served: z.int().nonnegative(),
  /** Recorded time that the replay's clock had reached. */
  at: Micros,
})
export type Position = z.infer<typeof Position>

/** Null where nothing has been replayed yet. Throws where the file tells of other data. */
export function readPosition(file: string, of: string): Position | null {
  if (!existsSync(file)) return null
  let position: Position
  try {
    position = Position.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new Error(`position file ${file} can’t be read: remove it to start from the beginning`, { cause })
  }
  if (position.of !== of) {
    throw new Error(
      `position file ${file} belongs to other files or another window: give this replay another --id, or remove the file to start over`,
    )
  }
  return position
}

/** Whole or not at all; what a power cut takes back is served once more. */
export function writePosition(file: string, position: Position): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, JSON.stringify(position))
  renameSync(`${file}.new`, file)
}
