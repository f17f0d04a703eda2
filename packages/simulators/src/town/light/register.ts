import { signalKey } from '@driftbild/core'
import { pointOf } from '../map/base-map.ts'
import { addRule, dayIn, emptyPart, install, type Part, pointAsset, same, signalsOf } from '../part.ts'
import type { Random } from '../random.ts'
import { BURNT_A_YEAR, lifeOf } from './life.ts'
import type { Cabinet, Luminaire } from './plan.ts'

const diagnostics = [
  'lamp-on',
  'lamp-failure',
  'gear-failure',
  'burn-hours',
  'lamp-power',
  'temperature',
] as const

export function lightPart(cabinets: readonly Cabinet[], random: Random): Part {
  const part = emptyPart()
  for (const cabinet of cabinets) {
    const { tag, name, at, builtYear } = cabinet
    part.sites.push({ tag, name, geometry: pointOf(at) })
    part.assets.push(
      pointAsset({
        ...{ tag, class: 'lighting-cabinet', name, builtYear },
        at,
        site: tag,
        attributes: { phases: 3, luminaires: cabinet.luminaires.length },
      }),
    )
    const year = random.whole(2014, 2021)
    install(
      part,
      tag,
      { model: 'LC 3', serial: `LC-${year}${random.whole(1000, 9999)}`, profile: 'generic/lighting-cabinet' },
      dayIn(year, random.whole(1, 360)),
    )
    const signals = signalsOf(
      tag,
      same('voltage', 'current-l1', 'current-l2', 'current-l3', 'power', 'energy', 'contactor-closed'),
    )
    for (const one of cabinet.luminaires) {
      addLuminaire(part, one, random)
      if (one.slot === null) continue
      for (const role of diagnostics) {
        signals[`luminaire[${one.slot}].${role}`] = signalKey(one.tag, role)
      }
    }
    part.devices.push({
      id: tag.toLowerCase(),
      profile: 'generic/lighting-cabinet',
      server: tag.toLowerCase(),
      protocol: 'modbus',
      unit: 1,
      every: 30,
      signals,
    })
  }
  return part
}

function addLuminaire(part: Part, one: Luminaire, random: Random): void {
  part.assets.push(
    pointAsset({
      tag: one.tag,
      class: 'luminaire',
      name: `Armatur ${one.street}`,
      builtYear: one.installedYear,
      at: one.at,
      visibility: 'public',
      attributes: {
        cabinet: one.cabinet,
        phase: one.phase,
        ratedPower: one.power,
        lightSource: one.source,
        poleHeight: one.poleHeight,
      },
    }),
  )
  part.relations.push({ from: one.cabinet, to: one.tag, type: 'feeds' })
  installLives(part, one, random)
  if (one.slot === null) return
  addRule(part, one.tag, 'lamp-failure', {
    ...{ name: 'out', condition: 'equals', limit: 1 },
    priority: 'low',
    mode: 'lamp-out',
  })
  addRule(part, one.tag, 'gear-failure', {
    ...{ name: 'failed', condition: 'equals', limit: 1 },
    priority: 'low',
    mode: 'gear-failure',
  })
}

/** The units that have sat here: those that failed are known with their day, as lifetimes must be. */
function installLives(part: Part, one: Luminaire, random: Random): void {
  const model = one.source === 'LED' ? `LED ${one.power}` : 'SON 100'
  const profile = one.slot === null ? null : 'generic/lighting-cabinet'
  let from = dayIn(one.installedYear, random.whole(120, 300))
  for (let n = 1; ; n++) {
    const batch = `${new Date(from / 1000).getUTCFullYear()}-${one.cabinet.slice(2)}`
    const { scale, shape } = lifeOf(one, batch)
    const life = (random.weibull(scale, shape) / BURNT_A_YEAR) * 365.25 * 86_400e6
    const failed = from + Math.floor(life / 86_400e6) * 86_400e6
    const serial = `AR-${one.tag.slice(2).replace('-', '')}-${n}`
    // What failed before the town is first looked at has been replaced within weeks.
    const isGone = failed < dayIn(2025, 0)
    const to = isGone ? failed + random.whole(3, 40) * 86_400e6 : null
    install(part, one.tag, { model, serial, profile, batch }, from, to)
    if (to === null) return
    from = to
  }
}
