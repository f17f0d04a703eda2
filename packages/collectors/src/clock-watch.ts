import { type Micros, SECOND } from '@driftbild/core'
import { z } from 'zod'

/** A device's clock that is off by less is as good as any, unless a site says otherwise. */
export const CLOCK_TOLERANCE = 5 * SECOND

/** What is known of a clock that isn't ours. */
export const ClockReport = z.object({
  /** Its time minus ours, microseconds. */
  offset: z.number(),
  /** Further off than is tolerated. */
  isOff: z.boolean(),
  jumps: z.int(),
})
export type ClockReport = z.infer<typeof ClockReport>

export type ClockChange =
  /** Further off than is tolerated, or off by something else than was told before. */
  { type: 'off'; offset: Micros } | { type: 'jumped'; by: Micros; offset: Micros } | { type: 'right' }

/** Samples whose median is the offset. */
const WINDOW = 31
/** One sample alone proves nothing: a message may have been held up. */
const PROOF = 2

/**
 * Follows how far another clock is off, by samples of its time minus ours. The median of the last ones stands, so
 * that a late message moves nothing; two in a row that agree with each other and not with it are a jump.
 */
export class ClockWatch {
  private tolerance: Micros
  private samples: Micros[] = []
  private strays: Micros[] = []
  private jumps = 0
  /** What was told while it is off. */
  private told: Micros | null = null

  constructor(tolerance: Micros) {
    this.tolerance = tolerance
  }

  note(sample: Micros): ClockChange[] {
    const changes: ClockChange[] = []
    if (this.samples.length > 0 && !this.agree(sample, median(this.samples))) {
      this.strays = this.strays.every((stray) => this.agree(stray, sample))
        ? [...this.strays, sample]
        : [sample]
      if (this.strays.length < PROOF) return []
      const before = median(this.samples)
      this.samples = this.strays
      this.strays = []
      this.jumps++
      const offset = median(this.samples)
      changes.push({ type: 'jumped', by: offset - before, offset })
    } else {
      this.strays = []
      this.samples = [...this.samples, sample].slice(-WINDOW)
    }
    const verdict = this.samples.length < PROOF ? null : this.judge(median(this.samples))
    return verdict ? [...changes, verdict] : changes
  }

  /** Null before there is a sample. */
  report(): ClockReport | null {
    if (this.samples.length === 0) return null
    return { offset: median(this.samples), isOff: this.told !== null, jumps: this.jumps }
  }

  tolerate(tolerance: Micros): void {
    this.tolerance = tolerance
  }

  /** Our own clock was set: what was compared with it is no use any more. */
  forget(): void {
    this.samples = []
    this.strays = []
  }

  private judge(offset: Micros): ClockChange | null {
    const distance = Math.abs(offset)
    if (distance > this.tolerance && (this.told === null || !this.agree(offset, this.told))) {
      this.told = offset
      return { type: 'off', offset }
    }
    // Half of it, so that a clock on the border isn't told again and again.
    if (this.told === null || distance > this.tolerance / 2) return null
    this.told = null
    return { type: 'right' }
  }

  private agree(a: Micros, b: Micros): boolean {
    return Math.abs(a - b) <= this.tolerance
  }
}

/**
 * How far a clock is off for certain, when what it showed may be up to `late` old: nothing while it shows a time
 * that a sound one could have shown.
 */
export const certainOffset = (shown: Micros, late: Micros): Micros =>
  shown > 0 ? shown : Math.min(0, shown + late)

function median(values: readonly Micros[]): Micros {
  const ordered = values.toSorted((a, b) => a - b)
  return ordered[ordered.length >> 1]!
}
