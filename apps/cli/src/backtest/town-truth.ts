import { DAY, type Micros, type Subject } from '@driftbild/core'
import type { TruthEvent } from '@driftbild/models/backtest'
import type { Disturbance, Town } from '@driftbild/simulators'

const onAsset = (tag: string): Subject => ({ type: 'asset', tag })

/** mm/s of a sound pump at its usual point, and where zone C/D of ISO 10816-7 begins. */
const SOUND_VIBRATION = 1.4
const VIBRATION_LIMIT = 6.6
/** Share of its efficiency that a pump may lose, from what it had when it was first seen. */
const WEAR_LIMIT = 0.1

/** What the simulation injected, in the words of faults. Where it fails is when the pump passes its limit. */
export function truthOf(town: Town, scenario: readonly Disturbance[], seenFrom: Micros): TruthEvent[] {
  const diagnosed = new Set(town.register.signals.filter((s) => s.role === 'lamp-power').map((s) => s.asset))
  const cabinetOf = new Map(
    town.register.assets
      .filter((a) => a.class === 'luminaire')
      .map((a) => [a.tag, String(a.attributes.cabinet)]),
  )
  return scenario.flatMap((d): TruthEvent[] => {
    const span = { from: d.from, to: d.to }
    switch (d.kind) {
      case 'leak':
        return [
          { ...span, subject: { type: 'zone', tag: d.zone }, kind: 'leak', size: d.size, asset: d.asset },
        ]
      case 'pump-wear': {
        const perDay = d.loss / ((d.wornAt - d.from) / DAY)
        const already = (perDay * (seenFrom - d.from)) / DAY
        const at = d.from + ((already + WEAR_LIMIT * (1 - already)) / perDay) * DAY
        return at > d.wornAt
          ? []
          : [{ subject: onAsset(d.asset), kind: 'pump-failure', from: at, to: d.to, cause: 'wear' }]
      }
      case 'shaking':
      case 'bearing': {
        const at = d.from + d.growth * Math.log(1 + (VIBRATION_LIMIT - SOUND_VIBRATION) / 0.35) * DAY
        return d.to !== null && d.to <= at
          ? []
          : [
              {
                ...{ subject: onAsset(d.asset), kind: 'pump-failure', from: at, to: d.to },
                cause: d.kind === 'shaking' ? d.how : 'bearing',
              },
            ]
      }
      case 'clogging':
        return [{ ...span, subject: onAsset(d.asset), kind: 'pump-clogged', cause: 'rags' }]
      case 'check-valve':
        return [{ ...span, subject: onAsset(d.asset), kind: 'check-valve' }]
      case 'lamp-death':
      case 'driver-death': {
        if (!diagnosed.has(d.asset))
          return [{ ...span, subject: onAsset(cabinetOf.get(d.asset)!), kind: 'lamp-out' }]
        return [
          { ...span, subject: onAsset(d.asset), kind: d.kind === 'lamp-death' ? 'lamp-out' : 'gear-failure' },
        ]
      }
      case 'cable-fault':
        return [{ ...span, subject: onAsset(d.asset), kind: 'cable-fault', size: d.luminaires.length }]
      case 'phase-outage':
      case 'earth-fault':
        return [{ ...span, subject: onAsset(d.asset), kind: d.kind }]
      case 'contactor-fault': {
        const kind = d.how === 'stays-closed' ? 'day-burning' : 'contactor-fault'
        return [{ ...span, subject: onAsset(d.asset), kind }]
      }
      case 'stolen-power':
        return [{ ...span, subject: onAsset(d.asset), kind: 'foreign-load', size: d.watts }]
      case 'sensor-stuck':
      case 'sensor-drift':
      case 'sensor-step':
      case 'sensor-drop-out':
      case 'bin-blocked':
        return [{ ...span, subject: onAsset(d.asset), kind: 'sensor-fault' }]
      default:
        return []
    }
  })
}
