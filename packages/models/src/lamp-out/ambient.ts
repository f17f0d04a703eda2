import { median } from '../common/statistics.ts'
import type { SeriesInputs } from '../model.ts'
import type { CabinetConfig } from './config.ts'

/** How the cabinet's current follows the temperature, learnt from one night to the next. */
export interface Ambient {
  /** °C that the references stand for; null while nothing tells a temperature. */
  usual: number | null
  last: { temperature: number; ratio: number } | null
  /** Sums over changes between nights: of K², and of K times the share of current. */
  kelvin2: number
  kelvinShare: number
}

export const newAmbient = (): Ambient => ({ usual: null, last: null, kelvin2: 0, kelvinShare: 0 })

/** A change beyond this is a lamp's doing. */
const LAMP = 0.012
/** K² at which what was seen weighs as much as believing in no dependence: noise of 0.4 % against 0.06 %/K. */
const DOUBT = 45
/** Of references, a night. */
const FADE = 0.03

/** °C that luminaires tell, the middle of a few. */
export function temperatureOf(config: CabinetConfig, inputs: SeriesInputs): number | null {
  return median(
    config.thermometers.flatMap((input) => inputs.series[input]?.findLast((r) => r.good > 0)?.last ?? []),
  )
}

/** By how much more current flows than at the usual temperature, all lamps lit. */
export const ambientFactor = (
  { usual, kelvin2, kelvinShare }: Ambient,
  temperature: number | null,
): number =>
  usual === null || temperature === null ? 1 : 1 + (kelvinShare / (kelvin2 + DOUBT)) * (temperature - usual)

/** `ratio` is the night's current over its reference with the temperature still in it. */
export function followAmbient(ambient: Ambient, temperature: number | null, ratio: number | null): Ambient {
  if (temperature === null || ratio === null) return ambient
  const { last, usual } = ambient
  const next = {
    ...ambient,
    usual: usual === null ? temperature : usual + FADE * (temperature - usual),
    last: { temperature, ratio },
  }
  if (!last || Math.abs(ratio - last.ratio) > LAMP) return next
  const kelvin = temperature - last.temperature
  return {
    ...next,
    kelvin2: ambient.kelvin2 + kelvin ** 2,
    kelvinShare: ambient.kelvinShare + kelvin * (ratio - last.ratio),
  }
}
