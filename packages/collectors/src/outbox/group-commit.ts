import { type Micros, SECOND } from '@driftbild/core'
import type { Log } from '../driver.ts'
import type { ChunkEntry } from './chunk.ts'
import { unwritableMessage } from './complaints.ts'
import type { Journal } from './journal.ts'

export interface GroupCommitOptions {
  journal: Journal
  path: string
  now: () => Micros
  log: Log
  /** After each commit. */
  committed: (now: Micros) => void
}

const ALIVE_EVERY = 5 * SECOND
/** Milliseconds between attempts while the disk takes nothing. */
const RETRY = 1000

/**
 * Entries on their way to the disk. Many deliveries share one commit; the pause between two is twice what the last
 * one took, so that the disk stays mostly idle. Now and then there is one without entries, as a sign of life.
 */
export class GroupCommit {
  entries: ChunkEntry[] = []
  cursors: Record<string, number> = {}
  /** What the disk refuses; null while it takes what it is given. */
  trouble: string | null = null
  private readonly options: GroupCommitOptions
  private waiting: ((onDisk: boolean) => void)[] = []
  private timer: NodeJS.Timeout | null = null
  private readonly heartbeat: NodeJS.Timeout
  private due = 0
  private wroteAt = performance.now()
  private closed = false

  constructor(options: GroupCommitOptions) {
    this.options = options
    const every = ALIVE_EVERY / 1000
    this.heartbeat = setInterval(() => {
      if (performance.now() - this.wroteAt >= every) this.flush()
    }, every)
    this.heartbeat.unref()
  }

  push(entry: ChunkEntry): void {
    this.entries.push(entry)
    this.schedule()
  }

  /** Resolves when everything until now is on disk; to false when it is closed before that. */
  onDisk(): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting.push(resolve)
      this.schedule()
    })
  }

  /** Writes what is pending now. False when the disk doesn't take it: it is kept and tried again. */
  flush(): boolean {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const { journal, path, log, committed } = this.options
    const now = this.options.now()
    const began = performance.now()
    try {
      journal.append(this.entries, this.cursors, now)
    } catch (error) {
      this.complain(error)
      if (!this.closed) this.timer = setTimeout(() => this.flush(), RETRY)
      return false
    }
    const { waiting } = this
    this.entries = []
    this.cursors = {}
    this.waiting = []
    this.wroteAt = performance.now()
    this.due = this.wroteAt + Math.min(100, 2 * (this.wroteAt - began))
    if (this.trouble) log('info', `${path} can be written again`)
    this.trouble = null
    for (const resolve of waiting) resolve(true)
    committed(now)
    return true
  }

  /** The last commit; false when the disk doesn't take it. Deliveries that aren't on disk then resolve to false. */
  close(): boolean {
    this.closed = true
    clearInterval(this.heartbeat)
    const done = this.flush()
    for (const resolve of this.waiting) resolve(false)
    if (this.timer) clearTimeout(this.timer)
    return done
  }

  complain(error: unknown): void {
    const message = unwritableMessage(this.options.path, error)
    if (message !== this.trouble) this.options.log('error', message)
    this.trouble = message
  }

  private schedule(): void {
    if (this.timer || this.closed) return
    this.timer = setTimeout(() => this.flush(), Math.max(0, this.due - performance.now()))
  }
}
