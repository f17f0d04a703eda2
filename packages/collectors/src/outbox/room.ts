import type { Micros, Silence } from '@driftbild/core'
import type { Taken } from '../driver.ts'

/**
 * What happens to a class of signals when the outbox is full: new readings are refused (nothing that has a
 * number is ever given up), or the oldest ones that were never sent make room for them. Either way the
 * interval is told as a silence.
 */
export type WhenFull = Partial<Record<Taken['kind'], 'refuse-new' | 'drop-oldest' | undefined>>

/** How much the outbox may hold, and an account of what it had to turn away. */
export class Room {
  limit = 0
  /** Kinds whose oldest readings make room. */
  droppable: ReadonlySet<Taken['kind']> = new Set()
  used: number
  /** Nothing of the droppable kinds is left to drop. */
  exhausted = false
  private readonly refused = new Map<string, { from: Micros; to: Micros }>()
  private readonly held = new Set<string>()

  constructor(limit: number, whenFull: WhenFull, used: number) {
    this.used = used
    this.limitTo(limit, whenFull)
  }

  limitTo(limit: number, whenFull: WhenFull): void {
    this.limit = limit
    const kinds = Object.keys(whenFull) as Taken['kind'][]
    this.droppable = new Set(kinds.filter((kind) => whenFull[kind] === 'drop-oldest'))
    this.exhausted = false
  }

  get isFull(): boolean {
    return this.used >= this.limit
  }

  /** Near enough to full that what the centre has should leave at once. */
  get isTight(): boolean {
    return this.used >= this.limit * 0.9
  }

  /** Full, and nothing makes room. */
  get isClosed(): boolean {
    return this.isFull && (this.exhausted || this.droppable.size === 0)
  }

  refuses(kind: Taken['kind']): boolean {
    return this.isFull && (this.exhausted || !this.droppable.has(kind))
  }

  /** A reading was turned away. */
  refuse({ key, reading }: Taken): void {
    this.held.add(key)
    const { sourceTime } = reading
    const known = this.refused.get(key)
    if (!known) this.refused.set(key, { from: sourceTime, to: sourceTime })
    else if (sourceTime > known.to) known.to = sourceTime
  }

  /**
   * A signal's cursor may not run past readings that were turned away: it stands still until its driver has
   * closed the gap and sets it.
   */
  isHeld(key: string): boolean {
    return this.held.has(key)
  }

  release(key: string): void {
    this.held.delete(key)
  }

  /** The silences of the signals that are taken again: those named, or all. */
  tell(keys: Iterable<string> = [...this.refused.keys()]): Omit<Silence, 'id'>[] {
    const silence: Omit<Silence, 'id'> = { signals: [], from: Infinity, to: -Infinity, reason: 'outbox-full' }
    for (const key of keys) {
      const gap = this.refused.get(key)
      if (!gap) continue
      this.refused.delete(key)
      silence.signals.push(key)
      silence.from = Math.min(silence.from, gap.from)
      silence.to = Math.max(silence.to!, gap.to)
    }
    return silence.signals.length > 0 ? [silence] : []
  }

  get turnsAway(): boolean {
    return this.refused.size > 0
  }
}
