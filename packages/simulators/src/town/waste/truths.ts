import { DAY, signalKey } from '@driftbild/core'
import type { Truths } from '../physics.ts'
import { hashText, mix, uniformAt } from '../random.ts'
import type { Scenario } from '../scenario/disturbance.ts'
import type { Town } from '../town.ts'
import type { Weather } from '../weather.ts'
import { fillingOf } from './filling.ts'

/** Years that a cell lasts. */
const BATTERY = 9

export function wasteTruths(town: Town, weather: Weather, scenario: Scenario): Truths {
  const truths: Truths = new Map()
  for (const container of town.plan.waste.containers) {
    const { tag, installedYear } = container
    const filling = fillingOf(container, town.seed, scenario)
    const shade = 1.5 * uniformAt(mix(town.seed, hashText(tag)), 7)
    const begun = (installedYear - 1970 + 0.4) * 365.25 * DAY
    truths.set(signalKey(tag, 'fill'), filling.seen)
    truths.set(signalKey(tag, 'temperature'), (at) => weather.airTemperature(at) + shade)
    truths.set(signalKey(tag, 'battery'), (at) => {
      // A cold cell gives less; the years take the rest.
      const cold = Math.max(0, -weather.airTemperature(at)) * 0.25
      // Changed in time, so that a healthy town has no empty ones.
      const age = ((at - begun) / DAY / 365.25) % (BATTERY * 0.8)
      return Math.max(0, 100 - (age / BATTERY) * 100 - cold)
    })
  }
  return truths
}
