import type { Kommunkod, Register, Signal } from '@driftbild/core'
import { aMeter } from '../../chain/meter.ts'

/** A municipality of many signals; of assets each has a few, as meters and stations do. */
export const MUNICIPALITY: Kommunkod = '9900'
export const SIGNALS = 10_000
export const SIGNALS_PER_ASSET = 4

export const assetOf = (i: number): string => `V-${Math.floor(i / SIGNALS_PER_ASSET)}`
export const keyOf = (i: number): string => `${assetOf(i)}/v${i}`
export const UNIT = 'm3/h'

/** `every` gives each signal's seconds between two readings. */
export function registerOf(count: number, every: (i: number) => number): Register {
  const signals: Signal[] = Array.from({ length: count }, (_, i) => ({
    ...{ key: keyOf(i), asset: assetOf(i), role: 'flow', unit: UNIT, kind: { type: 'measure' } },
    ...{ reporting: { type: 'every', seconds: every(i) }, range: null },
  }))
  return {
    municipality: {
      ...{ code: MUNICIPALITY, name: 'Bench', zone: 'Europe/Stockholm', simulated: true, recording: null },
    },
    ...{ sites: [], zones: [], items: [], installations: [], relations: [], alarmRules: [], signals },
    assets: [...new Set(signals.map(({ asset }) => asset))].map(aMeter),
  }
}
