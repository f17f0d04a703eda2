import { type BacktestEntry, townHistory } from '@driftbild/cli/backtest'
import { DAY, type Micros } from '@driftbild/core'
import { drive, LEARNING } from '@driftbild/models/backtest'
import { drawScenario, type Scenario, type Town } from '@driftbild/simulators'

export interface CountScore {
  cabinetNights: number
  /** Of them with a lamp out. */
  withLampsOut: number
  /** Lamps that the count is off by, on average: over all nights, and over those with a lamp out. */
  error: number
  errorWhenOut: number
  exact: number
  /** Of who says that none is ever out. */
  blind: number
}

/** Cabinets of which only the phases are metered: how many lamps are said to be out against how many are. */
export async function countScores(
  { model }: BacktestEntry,
  town: Town,
  { seeds, days }: { seeds: readonly number[]; days: number },
): Promise<CountScore> {
  const luminaires = new Set(town.plan.cabinets.flatMap((c) => c.luminaires.map((one) => one.tag)))
  const register = {
    ...town.register,
    signals: town.register.signals.filter((s) => !luminaires.has(s.asset)),
  }
  const errors: { said: number; is: number }[] = []
  for (const seed of seeds) {
    const from = Date.UTC(2025, 8 + (seed % 4), 1) * 1000
    const to = from + days * DAY
    const scenario = drawScenario(town, seed, from, to)
    const subjects = model.subjects(register)
    const wanted = new Map(
      subjects.flatMap((s) => Object.values(s.signals).map((key) => [key, new Set([model.resolution])])),
    )
    const source = await townHistory({ town, scenario, from, to, wanted, cache: null })
    for (const subject of subjects) {
      const { tag } = subject.subject
      if (hasOtherTrouble(scenario, tag)) continue
      for (const { asOf, predictions } of drive(model, subject, source, {
        from,
        to,
        zone: register.municipality.zone,
      })) {
        if (asOf < from + LEARNING) continue
        const out = predictions.find((p) => p.kind === 'lamp-out' && p.subject.tag === tag)
        const is = darkSince(scenario, tag, from + LEARNING / 2, asOf)
        if (is === null) continue
        errors.push({ said: out && out.probability >= 0.5 ? (out.size?.value ?? 0) : 0, is })
      }
    }
  }
  const off = ({ said, is }: { said: number; is: number }) => Math.abs(said - is)
  const mean = (of: readonly (typeof errors)[number][]) => of.reduce((sum, e) => sum + off(e), 0) / of.length
  const withOut = errors.filter((e) => e.is > 0)
  return {
    cabinetNights: errors.length,
    withLampsOut: withOut.length,
    error: mean(errors),
    errorWhenOut: mean(withOut),
    blind: errors.reduce((sum, e) => sum + e.is, 0) / errors.length,
    exact: errors.filter((e) => off(e) === 0).length / errors.length,
  }
}

const hasOtherTrouble = (scenario: Scenario, cabinet: string): boolean =>
  scenario.some((d) => d.asset === cabinet)

/** Lamps that died while the model already knew the cabinet; null on the day of a change, or where some were dark before. */
function darkSince(scenario: Scenario, cabinet: string, known: Micros, at: Micros): number | null {
  const deaths = scenario.filter(
    (d) =>
      (d.kind === 'lamp-death' || d.kind === 'driver-death') &&
      d.asset.startsWith(`${cabinet}-`) &&
      d.from < at,
  )
  if (deaths.some((d) => d.from < known)) return null
  if (deaths.some((d) => at - d.from < DAY || (d.to !== null && d.to < at && at - d.to < DAY))) return null
  return deaths.filter((d) => d.to === null || d.to > at).length
}
