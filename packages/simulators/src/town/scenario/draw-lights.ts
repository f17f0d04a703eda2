import { DAY, type Micros } from '@driftbild/core'
import { BURNT_A_YEAR, lifeOf } from '../light/life.ts'
import type { Cabinet, Luminaire } from '../light/plan.ts'
import { type Random, randomOf } from '../random.ts'
import type { Town } from '../town.ts'
import type { Disturbance } from './disturbance.ts'
import type { Draw } from './draw.ts'

const BURNT_A_DAY = BURNT_A_YEAR / 365.25
/** Of lamps and of drivers, among luminaires that tell of themselves. */
const AT_LEAST = 4

/** Deaths by age, and a cable that somebody digs off. */
export function drawLights(draw: Draw, ahead: number): Disturbance[] {
  const { town, random, from, to, when, name } = draw
  const lamps = town.plan.cabinets.flatMap((c) => c.luminaires)
  const dying = lampDeaths(town, random, from).filter(({ at }) => at < to + ahead)
  const before = dying.filter((d) => d.at < to && d.lamp.slot !== null)
  // A short span may see none die by chance; a town that is shown should have some.
  const spare = random.shuffled(lamps.filter((l) => l.slot !== null && !dying.some((d) => d.lamp === l)))
  while (before.length < 2 * AT_LEAST) {
    const extra = { lamp: spare.pop()!, at: when(0.1, 0.96) }
    before.push(extra)
    dying.push(extra)
  }
  const deaths = dying
    .toSorted((a, b) => a.at - b.at)
    .map(({ lamp, at }, i): Disturbance => {
      const kind = i % 2 === 0 ? 'driver-death' : 'lamp-death'
      // Some have been seen to since.
      const mended = random.chance(0.35) ? at + Math.round(random.between(6, 25)) * DAY : null
      return {
        id: name(kind),
        kind,
        asset: lamp.tag,
        from: at,
        to: mended !== null && mended < to ? mended : null,
      }
    })
  const cable = drawCable(draw)
  return cable ? [...deaths, cable] : deaths
}

/** One of the futures that a town's lamps may have. */
export const lampFuture = (town: Town, seed: number, from: Micros): { lamp: Luminaire; at: Micros }[] =>
  lampDeaths(town, randomOf(seed, `lamps of ${town.seed}`), from)

/** When each lamp that burns at an instant will die, if nobody changes it before; those that die within years. */
function lampDeaths(
  { plan, register }: Town,
  random: Random,
  from: Micros,
): { lamp: Luminaire; at: Micros }[] {
  const batches = new Map(register.items.map((i) => [i.serial, i.batch]))
  const installed = new Map(
    register.installations
      .filter((i) => i.to === null)
      .map(({ asset, from: since, serial }) => [asset, { since, batch: batches.get(serial) ?? null }]),
  )
  return plan.cabinets
    .flatMap((c) => c.luminaires)
    .flatMap((lamp) => {
      const at = deathOf(lamp, { ...installed.get(lamp.tag)!, random, from })
      return at === null ? [] : [{ lamp, at }]
    })
}

/** When a lamp dies that is alive at the beginning, given what it has burnt. */
function deathOf(
  lamp: Luminaire,
  { since, batch, random, from }: { since: Micros; batch: string | null; random: Random; from: Micros },
): Micros | null {
  const { scale, shape } = lifeOf(lamp, batch)
  const age = Math.max(0, ((from - since) / DAY) * BURNT_A_DAY)
  const survived = (age / scale) ** shape
  const life = scale * (survived - Math.log(1 - random.uniform())) ** (1 / shape)
  const days = (life - age) / BURNT_A_DAY
  return days > 3000 ? null : Math.round((from + days * DAY) / 60e6) * 60e6
}

function drawCable({ town, random, when, name }: Draw): Disturbance | null {
  const candidates = random
    .shuffled(town.plan.cabinets)
    .map((cabinet) => ({ cabinet, ...behindCut(cabinet, random.whole(0, 2)) }))
  const found = candidates.find((c) => c.luminaires.length >= 5)
  if (!found) return null
  const { cabinet, phase, luminaires } = found
  return {
    id: name('cable-fault'),
    kind: 'cable-fault',
    asset: cabinet.tag,
    phase,
    luminaires,
    from: when(0.9, 0.97),
    to: null,
  }
}

/** The longest street's lamps on one phase, from a third of the way on. */
function behindCut(cabinet: Cabinet, n: number) {
  const phase = (['L1', 'L2', 'L3'] as const)[n]!
  const streets = [...Map.groupBy(cabinet.luminaires, (l) => l.street).values()]
  const longest = streets.reduce((a, b) => (b.length > a.length ? b : a))
  const own = longest.filter((l) => l.phase === phase)
  return { phase, luminaires: own.slice(Math.floor(own.length / 3)).map((l) => l.tag) }
}
