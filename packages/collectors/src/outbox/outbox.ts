import { randomUUID } from 'node:crypto'
import { BATCH_LIMIT, type Micros, type OutboxEntry, SECOND, type Silence, type Unit } from '@driftbild/core'
import type { Delivery, Log, Taken } from '../driver.ts'
import { fullMessage } from './complaints.ts'
import { zeroCounts } from './counts.ts'
import { outboxError } from './database.ts'
import { dropsTold, makeRoom, untoldDrops } from './drop-oldest.ts'
import { GroupCommit } from './group-commit.ts'
import { Journal } from './journal.ts'
import { ClockBook } from './open-clocks.ts'
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
/** What each signal said last is written anew at each of them: not so often that it wears out a flash card. */
const CHECKPOINT_EVERY = 300 * SECOND
const CHECKPOINT_CHUNKS = 400

/**
 * What the centre hasn't got yet: numbered, in order, on disk. Entries leave only when the centre calls them
 * durable.
 */
export class Outbox {
  private readonly options: OutboxOptions
  private readonly journal: Journal
  private readonly room: Room
  private readonly commits: GroupCommit
  private warned = false
  private checkpointAt: Micros
  private closed = false
  readonly counts = zeroCounts()
  readonly clocks: ClockBook

  constructor(options: OutboxOptions) {
    this.options = options
    this.journal = new Journal(options.path)
    this.room = new Room(options.limit ?? DEFAULT_LIMIT, options.whenFull ?? {}, this.journal.usedBytes())
    this.checkpointAt = options.now()
    const { journal } = this
    this.commits = new GroupCommit({ ...options, journal, committed: (now) => this.keepHouse(now) })
    this.clocks = new ClockBook(journal.clocks, this.commits)
    this.tellDrops()
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

  /** What is wrong with its disk right now, and whether anything can still be taken. */
  get disk(): { problem: string | null; takes: boolean } {
    const { trouble } = this.commits
    if (trouble !== null || !this.room.isFull) return { problem: trouble, takes: trouble === null }
    return { problem: fullMessage(this.options.path, this.room), takes: !this.room.isClosed }
  }

  /** From now on; what is beyond a lower limit stays. */
  limitTo({ limit, whenFull }: { limit: number; whenFull: WhenFull }): void {
    this.room.limitTo(limit, whenFull)
  }

  /** Keys of the signals that it ever had a reading of. */
  knownKeys(): string[] {
    return this.journal.signals.byId.map(({ key }) => key)
  }

  cursor(name: string): number | undefined {
    return this.journal.cursors.get(name)
  }

  /** Like `DriverSink.remembersAfter`. */
  remembersAfter(key: string, unit: Unit): Micros | undefined {
    return this.journal.signals.remembersAfter(key, unit)
  }

  /** Silences that stand open, those of an earlier life included. */
  openSilences(): Silence[] {
    return [...this.journal.silences.values()]
  }

  /** Like `DriverSink.take`. */
  take(delivery: Delivery): Promise<boolean> {
    if (this.closed) return Promise.resolve(false)
    const noRoom = this.commits.trouble !== null && this.commits.entries.length >= MOST_PENDING
    const isRefused = (taken: Taken) => noRoom || this.room.refuses(taken.kind)
    const back: string[] = []
    let refused = 0
    // What is handed over again must not be half taken already.
    if (delivery.retried && delivery.readings.some(isRefused)) return Promise.resolve(false)
    for (const taken of delivery.readings) {
      if (isRefused(taken)) {
        this.room.refuse(taken)
        this.counts.refused++
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
      this.commits.cursors[name] = value
      this.room.release(name)
    }
    return this.commits.onDisk().then((onDisk) => onDisk && refused === 0)
  }

  /** An interval in which signals couldn't be read; open while `to` is null. Returns its id. */
  openSilence(interval: Omit<Silence, 'id'>): string {
    const silence = { ...interval, id: randomUUID() }
    const { silences } = this.counts
    silences[silence.reason] = (silences[silence.reason] ?? 0) + 1
    if (silence.to === null) this.journal.silences.set(silence.id, silence)
    this.commits.push({ kind: 'silence', silence })
    return silence.id
  }

  closeSilence(id: string, to: Micros): void {
    const open = this.journal.silences.get(id)
    if (!open) return
    this.journal.silences.delete(id)
    this.commits.push({ kind: 'silence', silence: { ...open, to: Math.max(to, open.from) } })
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
      this.commits.complain(error)
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
      if (!kept) return { not: 'stand-in' }
      this.counts.setAside++
      return { kept }
    } catch (error) {
      this.commits.complain(error)
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
    return this.commits.flush()
  }

  /** Writes what is pending and lets go of the file. Deliveries that the disk didn't take resolve to false. */
  close(): void {
    if (this.closed) return
    for (const silence of this.room.tell()) this.openSilence(silence)
    this.closed = true
    if (this.commits.close()) this.settle()
    this.journal.close()
  }

  private accept(taken: Taken, { follows = false, numbered = false }: Delivery): void {
    const { signals, cursors } = this.journal
    const { key, reading } = taken
    const signal = signals.of(taken)
    const following = follows && !this.room.isHeld(key)
    if (!numbered && !signals.note(signal, reading, cursors.get(key))) {
      this.counts.repeats++
      return
    }
    this.counts.taken++
    if (following) {
      cursors.set(key, reading.sourceTime)
      // A chunk's cursors are replayed after its readings: one that was set before must not undo this move.
      if (key in this.commits.cursors) this.commits.cursors[key] = reading.sourceTime
    }
    this.commits.push({ kind: 'reading', signal: signal.id, reading, follows: following })
  }

  private keepHouse(now: Micros): void {
    const { journal, room } = this
    const due = journal.unsettled > 0 && now - this.checkpointAt > CHECKPOINT_EVERY
    if (due || journal.unsettled > CHECKPOINT_CHUNKS) this.settle()
    room.used = journal.usedBytes()
    room.exhausted = false
    if (room.isFull && !this.warned) this.options.log('error', fullMessage(this.options.path, room))
    this.warned ||= room.isFull
    this.counts.dropped += makeRoom(journal, room)
    if (!room.isTight) {
      this.tellDrops()
      this.warned = false
    }
  }

  private settle(): void {
    try {
      this.journal.checkpoint()
      this.room.used = this.journal.usedBytes()
      this.checkpointAt = this.options.now()
    } catch (error) {
      this.commits.complain(error)
    }
  }

  private tellDrops(): void {
    const dropped = this.closed ? null : untoldDrops(this.journal)
    if (!dropped) return
    this.openSilence({
      signals: [...dropped.keys],
      from: dropped.from,
      to: dropped.to,
      reason: 'outbox-full',
    })
    dropsTold(this.journal)
  }
}
