import type { Micros, Silence, SilenceReason } from '@driftbild/core'

/** Where silences are written down; the outbox is one. */
export interface SilenceBook {
  openSilence(interval: Omit<Silence, 'id'>): string
  closeSilence(id: string, to: Micros): void
}

/**
 * Which signals of one device can't be read, and since when. A signal is in one silence at most; the first
 * reason stays, except that "the collector wasn't running" ends where the collector began.
 */
export class DeviceSilences {
  private readonly book: SilenceBook
  private readonly keys: readonly string[]
  /** When the device was last known to answer. */
  private heardAt: Micros
  private readonly started: Micros
  private readonly open = new Map<string, { keys: Set<string>; reason: SilenceReason }>()

  constructor(book: SilenceBook, keys: readonly string[], started: Micros, aliveBefore: Micros | null) {
    this.book = book
    this.keys = keys
    this.started = started
    this.heardAt = aliveBefore ?? started
    if (aliveBefore !== null) this.silent('collector-stopped')
  }

  get isSilent(): boolean {
    return this.open.size > 0
  }

  silent(reason: SilenceReason, keys: readonly string[] = this.keys): void {
    for (const [id, { reason: before }] of this.open) {
      if (before !== 'collector-stopped' || reason === 'collector-stopped') continue
      this.close(id, this.started)
      this.heardAt = this.started
    }
    const covered = new Set([...this.open.values()].flatMap((s) => [...s.keys]))
    const fresh = keys.filter((key) => !covered.has(key))
    if (fresh.length === 0) return
    const id = this.book.openSilence({ signals: fresh, from: this.heardAt, to: null, reason })
    this.open.set(id, { keys: new Set(fresh), reason })
  }

  heard(at: Micros, keys: readonly string[] = this.keys): void {
    for (const [id, { keys: silent, reason }] of this.open) {
      const heard = keys.filter((key) => silent.has(key))
      if (heard.length === 0) continue
      this.close(id, at)
      for (const key of heard) silent.delete(key)
      if (silent.size === 0) continue
      const rest = this.book.openSilence({ signals: [...silent], from: at, to: null, reason })
      this.open.set(rest, { keys: silent, reason })
    }
    this.heardAt = at
  }

  /** Nothing is silent any more, or somebody else says so. */
  end(at: Micros): void {
    for (const id of [...this.open.keys()]) this.close(id, at)
  }

  private close(id: string, at: Micros): void {
    this.book.closeSilence(id, at)
    this.open.delete(id)
  }
}
