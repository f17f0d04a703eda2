import { baselineOf } from '../common/baseline.ts'
import { mean } from '../common/statistics.ts'
import { type CabinetConfig, luminaireInput } from './config.ts'
import { lampOut } from './model.ts'
import { phaseNight } from './phase-night.ts'

const LOWER = 0.93

/** What luminaires say themselves, taken at its word, and a phase 7 % under the mean of its last ten nights. */
export const lampOutBaseline = baselineOf<CabinetConfig>(lampOut, {
  measure: (config, inputs) => {
    const phases = config.phases.map((p) => mean([...phaseNight(config, inputs, p, null).lit.values()]))
    return phases.some((v) => v === null) ? null : phases.map((v) => v!)
  },
  judge: (config, row, inputs) => {
    const told = config.luminaires.flatMap((l) => {
      const raised = (role: 'lamp-failure' | 'gear-failure') =>
        (inputs.series[luminaireInput(role, l.tag)] ?? []).some((r) => (r.last ?? 0) >= 1)
      if (raised('gear-failure')) return [{ tag: l.tag, kind: 'gear-failure' as const, probability: 0.9 }]
      return raised('lamp-failure') ? [{ tag: l.tag, probability: 0.9 }] : []
    })
    const tonight = row.at(-1)
    const before = row.slice(0, -1)
    const lower =
      tonight && before.length >= 5 && tonight.some((v, p) => v < LOWER * mean(before.map((n) => n[p]!))!)
    return lower ? [...told, { tag: config.tag, probability: 0.5 }] : told
  },
  keep: 11,
})
