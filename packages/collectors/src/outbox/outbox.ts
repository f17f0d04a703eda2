import { randomUUID } from 'node:crypto'
import { BATCH_LIMIT, type Micros, type OutboxEntry, SECOND, type Silence } from '@driftbild/core'
import type { Delivery, Log, Taken } from '../driver.ts'
import type { ChunkEntry } from './chunk.ts'
import { moveOn } from './cursors.ts'
import { isDiskFull, outboxError } from './database.ts'
import { dropOldest, dropsTold, untoldDrops } from './drop-oldest.ts'
import { Journal } from './journal.ts'
import { Room, type WhenFull } from './room.ts'
import { sendAgain, setAside } from './set-aside.ts'

export interface OutboxOptions {
  path: string
  now: () => Micros
  log: Log
  /** Bytes that the outbox may take on disk. */
  limit?: number
  whenFull?: WhenFull
}

const DEFAULT_LIMIT = 4 * 1024 ** 3
/** Entries kept in memory while the disk takes none. */
const MOST_PENDING = 50_000
const CHECKPOINT_EVERY = 30 * SECOND
const CHECKPOINT_CHUNKS = 400
const ALIVE_EVERY = 5 * SECOND
/** Milliseconds between attempts while the disk takes nothing. */
const RETRY = 1000

/**
 * What the centre hasn't got yet: numbered, in order, on disk. Entries leave only when the centre calls them
 * durable. Many deliveries share one commit; the promise of each resolves when that commit is on disk.
 */
export class Outbox {
  private readonly options: OutboxOptions
  private readonly journal: Journal
  private readonly room: Room
  private pending: ChunkEntry[] = []
  private pendingCursors: Record<string, number> = {}
  private waiting: ((onDisk: boolean) => void)[] = []
  private timer: NodeJS.Timeout | null = null
  private readonly heartbeat: NodeJS.Timeout
  /** From when on the next commit may begin: the pause is twice what the last one took, so that the disk stays mostly idle. */
  private commitDue = 0
  private trouble: string | null = null
  private warned = false
  private wroteAt: Micros
  private checkpointAt: Micros
  private closed = false

  constructor(options: OutboxOptions) {
    this.options = options
    this.journal = new Journal(options.path)
    this.room = new Room(options.limit ?? DEFAULT_LIMIT, options.whenFull ?? {}, this.journal.usedBytes())
    this.wroteAt = this.checkpointAt = options.now()
    this.tellDrops()
    this.heartbeat = setInterval(() => {
      if (options.now() - this.wroteAt >= ALIVE_EVERY) this.flush()
    }, ALIVE_EVERY / 1000)
    this.heartbeat.unref()
  }

  get epoch(): string {
    return this.journal.epoch
  }

  /** Highest number on disk. */
  get last(): number {
    return this.journal.last
  }

  get durable(): number {
    return this.journal.durable
  }

  /** When an earlier life of this outbox was last seen alive; null in its first. */
  get aliveBefore(): Micros | null {
    return this.journal.aliveBefore
  }

  cursor(name: string): number | undefined {
    return this.journal.cursors.get(name)
  }

  /** Silences that stand open, those of an earlier life included. */
  openSilences(): Silence[] {
    return [...this.journal.silences.values()]
  }

  /** Like `DriverSink.take`. */
  take(delivery: Delivery): Promise<boolean> {
    if (this.closed) return Promise.resolve(false)
    const noRoom = this.trouble !== null && this.pending.length >= MOST_PENDING
    const isRefused = (taken: Taken) => noRoom || this.room.refuses(taken.kind)
    const back: string[] = []
    let refused = 0
    // What is handed over again must not be half taken already.
    if (delivery.retried && delivery.readings.some(isRefused)) return Promise.resolve(false)
    for (const taken of delivery.readings) {
      if (isRefused(taken)) {
        this.room.refuse(taken)
        refused++
      } else {
        if (this.room.turnsAway) back.push(taken.key)
        this.accept(taken, delivery)
      }
    }
    for (const silence of this.room.tell(back)) this.openSilence(silence)
    // A cursor past readings that were turned away would lose them for good.
    if (refused > 0 && delivery.cursors) return Promise.resolve(false)
    for (const [name, value] of Object.entries(delivery.cursors ?? {})) {
      this.journal.cursors.set(name, value)
      this.pendingCursors[name] = value
      this.room.release(name)
    }
    return new Promise((resolve) => {
      this.waiting.push((onDisk) => resolve(onDisk && refused === 0))
      this.schedule()
    })
  }

  /** An interval in which signals couldn't be read; open while `to` is null. Returns its id. */
  openSilence(interval: Omit<Silence, 'id'>): string {
    const silence = { ...interval, id: randomUUID() }
    if (silence.to === null) this.journal.silences.set(silence.id, silence)
    this.push({ kind: 'silence', silence })
    return silence.id
  }

  closeSilence(id: string, to: Micros): void {
    const open = this.journal.silences.get(id)
    if (!open) return
    this.journal.silences.delete(id)
    this.push({ kind: 'silence', silence: { ...open, to: Math.max(to, open.from) } })
  }

  /** Entries after this number, in order, as many as there are up to `most`. */
  read(after: number, most = BATCH_LIMIT): OutboxEntry[] {
    try {
      return this.journal.read(after, most)
    } catch (cause) {
      throw outboxError(this.options.path, cause)
    }
  }

  /** Entries up to this number are about to be sent: from now on their numbers stay. */
  attempting(last: number): void {
    try {
      this.journal.attempting(last)
    } catch (error) {
      // It stands in memory, and what is sent is what frees a full disk.
      this.complain(error)
    }
  }

  /** The centre has these for good. Their rows leave with the next checkpoint. */
  acknowledge(durable: number): void {
    if (durable <= this.journal.durable) return
    this.journal.durable = Math.min(durable, this.journal.last)
    if (this.room.isTight) this.settle()
  }

  /** The centre lost what it had called durable, and it is still here: it has everything up to `known` only. */
  rewind(known: number): void {
    this.journal.durable = known
  }

  /**
   * The centre refuses this entry for good: it is kept apart, and a silence takes its number. Tells what was kept,
   * or why nothing was: a silence stands there already, or the disk takes none.
   */
  setAside(sequence: number, problem: string): { kept: OutboxEntry } | { not: 'stand-in' | 'disk' } {
    try {
      const kept = setAside(this.journal, sequence, problem, this.options.now())
      return kept ? { kept } : { not: 'stand-in' }
    } catch (error) {
      this.complain(error)
      return { not: 'disk' }
    }
  }

  /**
   * Whose entries these are at the centre. Another collector than before begins an account of its own there: what
   * waits goes on under a new epoch, and the answer is true.
   */
  belongsTo(collector: string): boolean {
    const before = this.journal.readMeta().collector
    if (before === collector) return false
    if (before) this.startNewEpoch()
    this.journal.transaction(() => this.journal.writeMeta({ collector }))
    return Boolean(before)
  }

  /** Hands over once more, under new numbers, what was set aside. Gives how many entries that are. */
  sendAgain(): number {
    this.flush()
    return sendAgain(this.journal, this.options.now())
  }

  /** For when our account of this epoch and the centre's can't be reconciled (a restored disk on either side). */
  startNewEpoch(): void {
    this.flush()
    this.journal.startNewEpoch()
  }

  /** Writes what is pending now. False when the disk doesn't take it: it is kept and tried again. */
  flush(): boolean {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const now = this.options.now()
    const began = performance.now()
    try {
      this.journal.append(this.pending, this.pendingCursors, now)
    } catch (error) {
      this.complain(error)
      if (!this.closed) this.timer = setTimeout(() => this.flush(), RETRY)
      return false
    }
    const { waiting } = this
    this.pending = []
    this.pendingCursors = {}
    this.waiting = []
    this.wroteAt = now
    const ended = performance.now()
    this.commitDue = ended + Math.min(100, 2 * (ended - began))
    if (this.trouble) this.options.log('info', `${this.options.path} can be written again`)
    this.trouble = null
    for (const resolve of waiting) resolve(true)
    this.keepHouse(now)
    return true
  }

  /** Writes what is pending and lets go of the file. Deliveries that the disk didn't take resolve to false. */
  close(): void {
    if (this.closed) return
    for (const silence of this.room.tell()) this.openSilence(silence)
    this.closed = true
    clearInterval(this.heartbeat)
    if (this.flush()) this.settle()
    for (const resolve of this.waiting) resolve(false)
    if (this.timer) clearTimeout(this.timer)
    this.journal.close()
  }

  private accept(taken: Taken, { follows = false, numbered = false }: Delivery): void {
    const { signals, cursors } = this.journal
    const { key, reading } = taken
    const signal = signals.of(taken)
    const following = follows && !this.room.isHeld(key)
    if (!numbered && !signals.note(signal, reading, cursors.get(key))) return
    if (following) {
      moveOn(cursors, key, reading.sourceTime)
      // A chunk's cursors are replayed after its readings: one that was set before must not undo this move.
      if (key in this.pendingCursors) this.pendingCursors[key] = cursors.get(key)!
    }
    this.push({ kind: 'reading', signal: signal.id, reading, follows: following })
  }

  private push(entry: ChunkEntry): void {
    this.pending.push(entry)
    this.schedule()
  }

  private schedule(): void {
    if (this.timer || this.closed) return
    this.timer = setTimeout(() => this.flush(), Math.max(0, this.commitDue - performance.now()))
  }

  private keepHouse(now: Micros): void {
    const { journal, room } = this
    const due = journal.unsettled > 0 && now - this.checkpointAt > CHECKPOINT_EVERY
    if (due || journal.unsettled > CHECKPOINT_CHUNKS) this.settle()
    room.used = journal.usedBytes()
    room.exhausted = false
    if (room.isFull) this.warnOfFullness()
    while (room.isFull && room.droppable.size > 0) {
      if (!dropOldest(journal, room.droppable)) {
        room.exhausted = true
        break
      }
      room.used = journal.usedBytes()
    }
    if (!room.isTight) {
      this.tellDrops()
      this.warned = false
    }
  }

  private warnOfFullness(): void {
    if (this.warned) return
    this.warned = true
    const { droppable, limit } = this.room
    const first = droppable.size > 0 ? `the oldest readings (${[...droppable].join(', ')}) make room` : ''
    this.options.log(
      'error',
      `the outbox ${this.options.path} is full (${limit} bytes): ${first || 'new readings are refused'} until the centre takes what waits; a higher outbox.limit gives more time`,
    )
  }

  private settle(): void {
    try {
      this.journal.checkpoint()
      this.room.used = this.journal.usedBytes()
      this.checkpointAt = this.options.now()
    } catch (error) {
      this.complain(error)
    }
  }

  private tellDrops(): void {
    const dropped = untoldDrops(this.journal)
    if (!dropped) return
    this.openSilence({
      signals: [...dropped.keys],
      from: dropped.from,
      to: dropped.to,
      reason: 'outbox-full',
    })
    dropsTold(this.journal)
  }

  private complain(error: unknown): void {
    const { path } = this.options
    const message = isDiskFull(error)
      ? `the disk with ${path} is full: free some space there, or set a lower outbox limit. Nothing that was stored is lost; devices that keep their values are read again later`
      : `${path} can't be written: ${(error as Error).message}`
    if (message !== this.trouble) this.options.log('error', message)
    this.trouble = message
  }
}
