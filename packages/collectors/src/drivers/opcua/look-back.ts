import { type Micros, SECOND } from '@driftbild/core'
import type { DriverSink } from '../../driver.ts'
import type { Node } from './resolve.ts'

/** So much is read again each time: a clock behind the server, or one set back and forth, shows in nothing else. */
const ALWAYS = 20 * SECOND
/** Two looks at a clock may differ by so much though nobody set it. */
const UNSURE = 2 * SECOND

export interface LookBack {
  /** Where to begin to read the past of a node that was read up to `cursor`. */
  begin(node: Node, cursor: Micros): Micros
  /** The past of this node was read from there. */
  done(node: Node, cursor: Micros): void
  /** That of all nodes was: from now on the clock is compared with what it is now. */
  settle(): Promise<void>
}

/**
 * A clock that was set back while nobody read the server has written new values among those that we have. They
 * are read once more from as far back as it was set, but no further than repeats are known: what was written
 * before that can't be told from what we have, and is named as lost. `offset` is the server's time minus ours, null
 * where it doesn't say; what it was when all of the past had been read is kept with the cursors.
 */
export function lookBack(sink: DriverSink, device: string, offset: Micros | null, now: Micros): LookBack {
  const name = `${device}: the server's clock`
  const before = sink.cursor(name)
  const setBack = before === undefined || offset === null ? 0 : Math.max(0, before - offset)
  const known = ({ key, point }: Node): Micros | undefined => sink.remembersAfter(key, point.unit)
  return {
    begin: (node, cursor) =>
      Math.min(cursor, Math.max((known(node) ?? cursor) + 1, cursor - setBack - ALWAYS)),
    done(node, cursor) {
      const from = cursor - setBack
      const to = Math.min(known(node) ?? from, cursor, now + (offset ?? 0))
      if (setBack > UNSURE && from < to) sink.lost([node.key], 'clock-set-back', from, to)
    },
    async settle() {
      if (offset === null || Math.abs(offset - (before ?? Infinity)) < SECOND) return
      await sink.take({ readings: [], cursors: { [name]: offset } })
    },
  }
}
