import { readFileSync } from 'node:fs'

export interface Usage {
  /** Seconds of all cores. */
  cpu: number
  megabytes: number
}

/** Ticks a second in /proc, on every Linux of today. */
const TICKS = 100
const PAGE = 4096

/** What a process has used and holds now (Linux). */
export function usageOf(pid: number): Usage {
  // The name may hold blanks: fields are counted from behind its bracket.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, megabytes: (pages * PAGE) / 2 ** 20 }
}

/** By the nearest-rank method; null of nothing. */
export function percentile(sorted: ArrayLike<number>, share: number): number | null {
  if (sorted.length === 0) return null
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
}
