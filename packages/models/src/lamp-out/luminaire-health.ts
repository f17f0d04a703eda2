import { DAY, type Micros, type Rollup } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import type { SeriesInputs } from '../model.ts'
import { sentence } from '../sentences.ts'
import { begunByNight } from './begun.ts'
import { type CabinetConfig, type LuminaireConfig, luminaireInput } from './config.ts'

/** What a luminaire with diagnostics said of itself, in days. */
export interface LuminaireHealth {
  /** Days in a row without a good answer. */
  silent: number
  /** Days in a row with hardly any power where there used to be some. */
  powerless: number
  /** W, what it usually draws when asked and lit. */
  usual: number
  lampFailed: number
  gearFailed: number
}

export const soundLuminaire = (ratedPower: number): LuminaireHealth => ({
  silent: 0,
  powerless: 0,
  usual: ratedPower,
  lampFailed: 0,
  gearFailed: 0,
})

/** All of a cabinet's luminaires a day on; `isFed` says that nothing but themselves kept them dark. */
export function followLuminaires(
  health: Readonly<Record<string, LuminaireHealth>>,
  luminaires: readonly LuminaireConfig[],
  { inputs, isFed }: { inputs: SeriesInputs; isFed: boolean },
): Record<string, LuminaireHealth> {
  const heard = luminaires.map((l) => ({ tag: l.tag, said: listen(l, inputs), before: health[l.tag]! }))
  const asked = heard.filter((h) => h.said.power !== null)
  const dark = asked.filter((h) => isDark(h.said.power, h.before.usual))
  // In a summer night, or by day, nothing burns: no power is no sign then.
  const lit = isFed && dark.length <= 0.5 * asked.length
  return Object.fromEntries(heard.map(({ tag, said, before }) => [tag, follow(before, said, lit)]))
}

interface Said {
  power: number | null
  lampFailed: boolean
  gearFailed: boolean
  answered: boolean
}

function listen(luminaire: LuminaireConfig, inputs: SeriesInputs): Said {
  const of = (role: 'lamp-failure' | 'gear-failure' | 'lamp-power') =>
    (inputs.series[luminaireInput(role, luminaire.tag)] ?? []).filter((r) => r.good > 0 && r.last !== null)
  const [lamp, gear, power] = [of('lamp-failure'), of('gear-failure'), of('lamp-power')]
  return {
    power: power.at(-1)?.last ?? null,
    lampFailed: isRaised(lamp),
    gearFailed: isRaised(gear),
    answered: lamp.length + gear.length + power.length > 0,
  }
}

const isRaised = (rollups: readonly Rollup[]): boolean => (rollups.at(-1)?.last ?? 0) >= 1

const isDark = (power: number | null, usual: number): boolean => power !== null && power < 0.15 * usual

function follow(health: LuminaireHealth, said: Said, lit: boolean): LuminaireHealth {
  if (!said.answered) return { ...health, silent: health.silent + 1 }
  const { power } = said
  const dark = isDark(power, health.usual)
  return {
    silent: 0,
    powerless: power === null || !lit ? health.powerless : dark ? health.powerless + 1 : 0,
    usual: power === null || dark || !lit ? health.usual : health.usual + 0.2 * (power - health.usual),
    lampFailed: said.lampFailed ? health.lampFailed + 1 : 0,
    gearFailed: said.gearFailed ? health.gearFailed + 1 : 0,
  }
}

/**
 * Luminaires that say, or show, that they are dark. `mute` are phases on which so many fell silent at once that
 * it is the cable's doing.
 */
export function luminaireFindings(
  config: CabinetConfig,
  health: Readonly<Record<string, LuminaireHealth>>,
  mute: ReadonlySet<string>,
  asOf: Micros,
): Finding[] {
  const diagnosed = config.luminaires.filter((l) => l.diagnosed)
  const silentShare =
    diagnosed.filter((l) => health[l.tag]!.silent > 0).length / Math.max(1, diagnosed.length)
  return diagnosed.flatMap((luminaire): Finding[] => {
    const { silent, powerless, usual, lampFailed, gearFailed } = health[luminaire.tag]!
    const { tag } = luminaire
    if (gearFailed > 0) {
      const said = sentence('gear-reports-failure', { luminaire: tag })
      return [found(luminaire, 'gear-failure', 0.96, gearFailed, said, asOf)]
    }
    if (lampFailed > 0) {
      const said = sentence('lamp-reports-failure', { luminaire: tag })
      return [found(luminaire, 'lamp-out', 0.96, lampFailed, said, asOf)]
    }
    if (powerless >= 2) {
      const said = sentence('lamp-without-power', {
        luminaire: tag,
        power: 0,
        rated: round(usual, 1),
      })
      return [found(luminaire, 'lamp-out', 1 - 0.3 * 0.6 ** (powerless - 2), powerless, said, asOf)]
    }
    // The node that answers sits in the driver: one that alone stays silent has lost its driver.
    if (silent >= 2 && silentShare < 0.3 && !mute.has(luminaire.phase)) {
      const said = sentence('luminaire-silent', { luminaire: tag, days: silent })
      return [found(luminaire, 'gear-failure', 1 - 0.5 * 0.6 ** (silent - 2), silent, said, asOf)]
    }
    return []
  })
}

function found(
  { tag, shownBy }: LuminaireConfig,
  kind: 'lamp-out' | 'gear-failure',
  probability: number,
  days: number,
  said: Finding['reasons'][number]['sentence'],
  asOf: Micros,
): Finding {
  const when = begunByNight(days, asOf)
  return {
    subject: { type: 'asset', tag },
    kind,
    probability,
    when,
    horizon: asOf + 7 * DAY,
    reasons: [
      {
        weight: 1,
        sentence: said,
        chart: shownBy ? { signal: shownBy, from: when.from - 7 * DAY, to: asOf, expected: null } : null,
      },
    ],
  }
}
