import { hasOverflow, type Micros } from '@driftbild/core'
import type { DriverSink, Taken } from '../../driver.ts'
import { dataValueToReading, isAwaited } from './data-value.ts'
import type { Node } from './resolve.ts'
import type { Message } from './subscribe.ts'

/**
 * Values of a subscription on their way to the outbox. While a node's past isn't complete (after each
 * connection, after an overflow, after the outbox refused something) its cursor stands still, so that a crash
 * in between makes the next life fill the same gap.
 */
export interface Flow {
  deliver(messages: readonly Message[]): void
  /** Nodes whose past has to be read from the server's history, and where each begins. */
  incomplete(): { node: Node; from: Micros }[]
  /** The past of these may have holes from their cursors on. */
  mark(nodes: Iterable<Node>): void
  /**
   * These are about to be watched: their cursors stand still. Their past is read when they are, not before,
   * or what came in between would be neither past nor told.
   */
  prepare(nodes: Iterable<Node>): void
  /** Every value of these is told from now on; what is missing is past. */
  watched(nodes: Iterable<Node>): void
  /**
   * Everything of this node up to `upTo` is in the outbox. Returns where its cursor goes, null where it stays:
   * no further than live values have come. What the history had beyond them is still on its way, and is known
   * as a repeat only while the cursor lies before it.
   */
  complete(node: Node, upTo: Micros | null): Micros | null
  /** There is no past to be had. */
  giveUp(node: Node): void
  newest: Micros
}

export function makeFlow(
  sink: DriverSink,
  now: () => Micros,
  since: Micros | null,
  onIncomplete: () => void,
): Flow {
  /** Incomplete nodes: the last live value of each, and whether another hole opened since it is being filled. */
  const held = new Map<Node, { ahead: Micros | null; again: boolean }>()
  const prepared = new Set<Node>()
  /** Source time of the last value that came live. */
  const reached = new Map<Node, Micros>()
  const overflown = new Set<Node>()

  const fromOf = (node: Node): Micros | null => sink.cursor(node.key) ?? since
  const hold = (node: Node) => {
    if (!node.hasHistory || fromOf(node) === null) return
    const known = held.get(node)
    if (known) known.again = true
    else held.set(node, { ahead: null, again: false })
  }
  /** A signal that has never been read begins where its history is to begin: repeats are known from there on. */
  const begin = ({ key, hasHistory }: Node) => {
    if (!hasHistory || since === null || sink.cursor(key) !== undefined) return
    void sink.take({ readings: [], cursors: { [key]: since } })
  }
  const hand = (readings: Taken[], nodes: Node[], follows: boolean) => {
    if (readings.length === 0) return
    void sink.take({ readings, follows }).then((all) => {
      if (all) return
      for (const node of nodes) hold(node)
      onIncomplete()
    })
  }

  const tellOverflow = (node: Node) => {
    if (overflown.has(node)) return
    overflown.add(node)
    const past = node.hasHistory ? 'its history is asked for them' : 'they are lost'
    sink.log(
      'warn',
      `the server dropped values of ${node.key} before we could take them, ${past}: a longer queue, less frequent sampling or a deadband helps`,
    )
  }

  const flow: Flow = {
    newest: 0,
    deliver(messages) {
      const received = now()
      const following: { readings: Taken[]; nodes: Node[] } = { readings: [], nodes: [] }
      const waiting: typeof following = { readings: [], nodes: [] }
      for (const { node, data } of messages.flatMap((m) => m.values)) {
        if (isAwaited(data)) continue
        const { key, point } = node
        const reading = dataValueToReading(point, data, received)
        flow.newest = Math.max(flow.newest, reading.sourceTime)
        const before = reached.get(node) ?? sink.cursor(key) ?? reading.sourceTime
        reached.set(node, reading.sourceTime)
        if (hasOverflow(reading.status)) {
          // Whichever end of its queue the server cut, the cut lies right before the value that says so.
          const [from, to] = [before, reading.sourceTime].toSorted((a, b) => a - b)
          sink.lost([key], 'queue-overflow', from!, to!)
          tellOverflow(node)
          hold(node)
          onIncomplete()
        }
        const hole = held.get(node)
        if (hole) hole.ahead = reading.sourceTime
        const into = hole || !node.hasHistory ? waiting : following
        into.readings.push({ key, unit: point.unit, kind: point.kind.type, reading })
        into.nodes.push(node)
      }
      hand(following.readings, following.nodes, true)
      hand(waiting.readings, waiting.nodes, false)
    },
    incomplete: () =>
      [...held.keys()]
        .filter((node) => !prepared.has(node))
        .map((node) => ({ node, from: fromOf(node) ?? now() })),
    mark(nodes) {
      for (const node of nodes) hold(node)
      if (held.size > 0) onIncomplete()
    },
    prepare(nodes) {
      for (const node of nodes) {
        prepared.add(node)
        begin(node)
        hold(node)
      }
    },
    watched(nodes) {
      for (const node of nodes) prepared.delete(node)
      if (held.size > 0) onIncomplete()
    },
    complete(node, upTo) {
      const hole = held.get(node)
      // The newer hole may lie beyond what was read: once more, from where this reading ended.
      if (hole?.again) {
        hole.again = false
        return hole.ahead === null || upTo === null ? null : Math.min(upTo, hole.ahead)
      }
      held.delete(node)
      return hole?.ahead ?? null
    },
    giveUp(node) {
      node.hasHistory = false
      held.delete(node)
      prepared.delete(node)
    },
  }
  return flow
}
