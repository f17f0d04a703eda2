import type { FoundLeak, LeakClass } from '@driftbild/core'
import { readNumber } from '../../ui/read-number.ts'

/** A found leak as it is being written down. */
export interface LeakDraft {
  pipe: string
  flow: string
  class: LeakClass | ''
  place: [number, number] | null
}

export const noLeak: LeakDraft = { pipe: '', flow: '', class: '', place: null }

export function leakOf({ flow, class: of, place }: LeakDraft): FoundLeak {
  const value = readNumber(flow)
  return { flow: value !== null && value > 0 ? value : null, class: of === '' ? null : of, place }
}
