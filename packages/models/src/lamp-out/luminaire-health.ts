import { DAY, type Micros, type Rollup } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import type { SeriesInputs } from '../model.ts'
import { sentence } from '../sentences.ts'
import { type CabinetConfig, type LuminaireConfig, luminaireInput } from './config.ts'

/** What a luminaire with diagnostics said of itself, in days. */
export interface LuminaireHealth {
  /** Days in a row without a good answer. */
  silent: number
  /** Days in a row with hardly any power where there used to be some. */
  powerless: number
  /** W, what it usually draws when asked. */
  usual: number | null
  lampFailed: number
  gearFailed: number
}

export const soundLuminaire = (): LuminaireHealth => ({
  silent: 0,
  powerless: 0,
  usual: null,
  lampFailed: 0,
  gearFailed: 0,
})

export function followLuminaire(
  health: LuminaireHealth,
  luminaire: LuminaireConfig,
  inputs: SeriesInputs,
): LuminaireHealth {
  const of = (role: 'lamp-failure' | 'gear-failure' | 'lamp-power') =>
    (inputs.series[luminaireInput(role, luminaire.tag)] ?? []).filter((r) => r.good > 0 && r.last !== null)
  const power = of('lamp-power').at(-1)?.last ?? null
  const lamp = of('lamp-failure')
  const gear = of('gear-failure')
  const heard = power !== null || lamp.length > 0 || gear.length > 0
  if (!heard) return { ...health, silent: health.silent + 1 }
  const raised = (rollups: readonly Rollup[]) => (rollups.at(-1)?.last ?? 0) >= 1
  const dark = power !== null && health.usual !== null && power < 0.15 * health.usual
  return {
    silent: 0,
    powerless: power === null ? health.powerless : dark ? health.powerless + 1 : 0,
    usual:
      power === null || dark
        ? health.usual
        : (health.usual ?? power) + 0.2 * (power - (health.usual ?? power)),
    lampFailed: raised(lamp) ? health.lampFailed + 1 : 0,
    gearFailed: raised(gear) ? health.gearFailed + 1 : 0,
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
    const tag = luminaire.tag
    if (gearFailed > 0) {
      return [
        found(
          tag,
          'gear-failure',
          0.96,
          gearFailed,
          sentence('gear-reports-failure', { luminaire: tag }),
          asOf,
        ),
      ]
    }
    if (lampFailed > 0) {
      return [
        found(tag, 'lamp-out', 0.96, lampFailed, sentence('lamp-reports-failure', { luminaire: tag }), asOf),
      ]
    }
    if (powerless >= 2) {
      const said = sentence('lamp-without-power', {
        luminaire: tag,
        power: 0,
        rated: round(usual ?? luminaire.ratedPower, 1),
      })
      return [found(tag, 'lamp-out', 1 - 0.3 * 0.6 ** (powerless - 2), powerless, said, asOf)]
    }
    // The node that answers sits in the driver: one that alone stays silent has lost its driver.
    if (silent >= 2 && silentShare < 0.3 && !mute.has(luminaire.phase)) {
      const said = sentence('luminaire-silent', { luminaire: tag, days: silent })
      return [found(tag, 'gear-failure', 1 - 0.5 * 0.6 ** (silent - 2), silent, said, asOf)]
    }
    return []
  })
}

function found(
  tag: string,
  kind: 'lamp-out' | 'gear-failure',
  probability: number,
  days: number,
  said: Finding['reasons'][number]['sentence'],
  asOf: Micros,
): Finding {
  const since = asOf - days * DAY
  return {
    subject: { type: 'asset', tag },
    kind,
    probability,
    when: { from: since - DAY, likely: since - DAY / 2, to: since },
    horizon: asOf + 7 * DAY,
    reasons: [{ weight: 1, sentence: said }],
  }
}
