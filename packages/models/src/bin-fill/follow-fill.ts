import { convert, HOUR, type Micros, type Rollup, type Unit } from '@driftbild/core'

/** What the sensor's hours amount to. */
export interface FillTrack {
  /** Newest accepted fill 0…1, and when. */
  fill: number | null
  at: Micros | null
  /** A sudden change that the next reading must confirm: litter before the sensor passes, an emptying stays. */
  pending: { at: Micros; value: number } | null
  emptied: { at: Micros; before: number } | null
  /** The newest sudden rise since the emptying. */
  jump: { at: Micros; before: number; after: number } | null
  /** Since when the fill has stayed within a few hundredths. */
  stillSince: Micros | null
}

export const newTrack = (): FillTrack => ({
  fill: null,
  at: null,
  pending: null,
  emptied: null,
  jump: null,
  stillSince: null,
})

const SUDDEN = 0.15
const CLOSE = 0.12
const STILL = 0.04
const JUMP = 0.3
/** Readings further apart than this confirm nothing of each other: a change between them is taken as it is. */
const NEIGHBOURS = 3 * HOUR

export function followFill(track: FillTrack, rollups: readonly Rollup[], unit: Unit): FillTrack {
  let now = track
  for (const r of rollups) {
    if (r.average === null || r.good === 0) continue
    now = take(now, r.bucket, convert(r.average, unit, '1'))
  }
  return now
}

/** The first time that a container was emptied within these hours, and how full it was then (0…1). */
export function firstEmptying(rollups: readonly Rollup[], unit: Unit): FillTrack['emptied'] {
  let track = newTrack()
  for (const one of rollups) {
    track = followFill(track, [one], unit)
    if (track.emptied) return track.emptied
  }
  return null
}

function take(track: FillTrack, at: Micros, value: number): FillTrack {
  const { fill, pending } = track
  if (fill === null || track.at === null) return { ...track, fill: value, at, stillSince: at }
  if (pending && at - pending.at <= NEIGHBOURS) {
    const confirmed = Math.abs(value - pending.value) < CLOSE
    const back = Math.abs(value - fill) < CLOSE
    if (confirmed) return accept(accept({ ...track, pending: null }, pending.at, pending.value), at, value)
    if (back) return accept({ ...track, pending: null }, at, value)
    return { ...track, pending: { at, value } }
  }
  const sudden = Math.abs(value - fill) >= SUDDEN
  if (sudden && at - track.at <= NEIGHBOURS) return { ...track, pending: { at, value } }
  return accept({ ...track, pending: null }, at, value)
}

function accept(track: FillTrack, at: Micros, value: number): FillTrack {
  const before = track.fill!
  const emptied = before - value >= SUDDEN && value <= 0.6 * before
  const jumped = value - before >= JUMP && at - track.at! <= NEIGHBOURS
  const still = Math.abs(value - before) < STILL && track.stillSince !== null
  return {
    fill: value,
    at,
    pending: null,
    emptied: emptied ? { at, before } : track.emptied,
    jump: emptied ? null : jumped ? { at, before, after: value } : track.jump,
    stillSince: still ? track.stillSince : at,
  }
}
