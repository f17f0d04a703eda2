import { HOUR, MINUTE, type Micros } from '@driftbild/core'
import { uniformAt } from '../random.ts'
import { type DisturbanceOf, isOn } from '../scenario/disturbance.ts'
import type { Dusk } from './dusk.ts'

/** When a cabinet's contactor feeds its lamps, and for how many hours it has since the records began. */
export interface Switching {
  isFed(at: Micros): boolean
  fed(at: Micros): number
}

/** A contactor that chatters is open for this share of the night, in stretches of two minutes. */
const OPEN_SHARE = 0.35

/** Lamps follow dusk but for what the contactor does by itself; of one cabinet, one fault at a time. */
export function switchingOf(
  dusk: Dusk,
  faults: readonly DisturbanceOf<'contactor-fault'>[],
  stream: number,
): Switching {
  return {
    isFed(at) {
      const fault = faults.find((d) => isOn(d, at))
      if (!fault) return dusk.isDark(at)
      if (fault.how === 'stays-closed') return true
      if (fault.how === 'stays-open') return false
      return dusk.isDark(at) && uniformAt(stream, Math.floor(at / (2 * MINUTE))) >= OPEN_SHARE
    },
    fed(at) {
      return faults.reduce((hours, { how, from, to }) => {
        const until = Math.min(at, to ?? at)
        if (until <= from) return hours
        const dark = dusk.burnt(until) - dusk.burnt(from)
        if (how === 'stays-closed') return hours + (until - from) / HOUR - dark
        return hours - (how === 'stays-open' ? dark : OPEN_SHARE * dark)
      }, dusk.burnt(at))
    },
  }
}
