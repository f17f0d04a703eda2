import { type ClockOffset, type Micros, SECOND } from '@driftbild/core'
import type { ClockChange } from './clock-watch.ts'
import type { Log } from './driver.ts'

/** Where it is written down which clocks are off; an outbox has one. */
export interface OffsetBook {
  open(interval: Omit<ClockOffset, 'id' | 'to'>): void
  close(device: string | null, to: Micros): void
}

/** Whose clock it is: a device's, or with null the collector's own. */
export interface ClockOwner {
  device: string | null
  /** Keys of the signals that it gives the time of. */
  signals: readonly string[]
  /** What a person can do about it. */
  advice: string
}

/** Writes down, and says, what became of a clock. */
export function tellClock(
  book: OffsetBook,
  { device, signals, advice }: ClockOwner,
  change: ClockChange,
  now: Micros,
  log: Log,
): void {
  const whose = device === null ? 'the clock of this machine' : `the clock of ${device}`
  if (change.type === 'jumped') {
    log('warn', `${whose} jumped by ${seconds(change.by)}`, { clock: change.offset / SECOND })
    return
  }
  book.close(device, now)
  if (change.type === 'right') {
    log('info', `${whose} is right again`)
    return
  }
  const { offset } = change
  book.open({ device, signals: [...signals], offset, from: now })
  const way = offset > 0 ? 'ahead' : 'behind'
  log(
    'warn',
    `${whose} is ${seconds(Math.abs(offset))} ${way}. Readings keep the times that they came with: ${advice}`,
    { clock: offset / SECOND },
  )
}

const seconds = (span: Micros): string => `${(span / SECOND).toFixed(Math.abs(span) < 10 * SECOND ? 1 : 0)} s`
