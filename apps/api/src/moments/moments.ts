import { type Kommunkod, MINUTE, type Micros, SECOND } from '@driftbild/core'
import { type Database, firstHeard, MOMENT_STEP } from '@driftbild/store'
import { dataNow } from '../picture/data-clock.ts'
import type { Pictures } from '../picture/pictures.ts'
import { changesBetween } from './changes.ts'
import { loadMoment } from './load-moment.ts'
import type { Compared, Scene } from './scene.ts'

/** Past moments of every municipality, each read when somebody first looks at it and kept for a while. */
export interface Moments {
  /** As it was at the end of the step before or at `at`. */
  get(code: Kommunkod, at: Micros): Promise<Scene>
  /** What became of what was at `since`. Asked again it is the same object, as long as nothing is read anew. */
  compare(code: Kommunkod, since: Micros, at: Micros): Promise<Compared>
  /** What a map's address asks for; null is the present, alone. */
  scene(
    code: Kommunkod,
    asked: { at?: Micros | undefined; since?: Micros | undefined },
  ): Promise<Scene | null>
  /** The stretch that has readings, by the data's clock; `from` is null while nothing was ever heard. */
  stretch(code: Kommunkod): Promise<{ from: Micros | null; to: Micros }>
}

const MOST_KEPT = 8
/** What arrives late changes the past: not long after the present often, later seldom. */
const keptFor = (age: Micros): number => (age < 30 * MINUTE ? 20 * SECOND : 5 * MINUTE)
const STRETCH_KEPT = 30 * SECOND
/** Enough of all signals to know when the first was heard. */
const ASKED_FOR_FIRST = 400

interface Parts {
  db: Database
  pictures: Pictures
  now: () => Micros
}

export function createMoments({ db, pictures, now }: Parts): Moments {
  const kept = new Map<string, { code: Kommunkod; until: Micros; scene: Promise<Scene> }>()
  const compared = new WeakMap<Scene, WeakMap<Scene, Compared>>()
  const stretches = new Map<Kommunkod, { until: Micros; first: Promise<Micros | null> }>()
  /** One after the other: somebody who drags along the time asks for many. */
  let turn: Promise<unknown> = Promise.resolve()

  pictures.onRegister((code) => {
    stretches.delete(code)
    for (const [name, one] of kept) if (one.code === code) kept.delete(name)
  })

  const get = (code: Kommunkod, at: Micros): Promise<Scene> => {
    const picture = pictures.get(code)
    const then = Math.floor(at / MOMENT_STEP) * MOMENT_STEP
    const name = `${code} ${then}`
    const known = kept.get(name)
    if (known && known.until > now()) return known.scene
    const scene = turn.then(async () => ({
      name,
      moment: await loadMoment(db, picture, then),
      changed: null,
    }))
    turn = scene.catch(() => {})
    kept.delete(name)
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value!)
    kept.set(name, { code, until: now() + keptFor(dataNow(picture, now()) - then), scene })
    scene.catch(() => kept.delete(name))
    return scene
  }

  const compare = async (code: Kommunkod, since: Micros, at: Micros): Promise<Compared> => {
    const [before, after] = await Promise.all([get(code, since), get(code, at)])
    const known = compared.get(after)?.get(before)
    if (known) return known
    const changes = changesBetween(before.moment, after.moment)
    const made: Compared = {
      name: `${after.name} since ${before.name}`,
      moment: after.moment,
      changed: new Map(changes.map((one) => [one.after.asset.tag, one])),
    }
    const others = compared.get(after) ?? new WeakMap<Scene, Compared>()
    compared.set(after, others.set(before, made))
    return made
  }

  return {
    get,
    compare,
    async scene(code, { at, since }) {
      if (since !== undefined) return compare(code, since, at ?? dataNow(pictures.get(code), now()))
      return at === undefined ? null : get(code, at)
    },
    async stretch(code) {
      const picture = pictures.get(code)
      let known = stretches.get(code)
      if (!known || known.until <= now()) {
        const keys = evenly([...picture.signals.keys()], ASKED_FOR_FIRST)
        const first = db.transaction({ municipality: code, role: 'reader' }, (tx) => firstHeard(tx, keys))
        known = { until: now() + STRETCH_KEPT, first }
        stretches.set(code, known)
        // Nothing yet is true only until something comes.
        first.then((heard) => heard ?? stretches.delete(code)).catch(() => stretches.delete(code))
      }
      return { from: await known.first, to: dataNow(picture, now()) }
    },
  }
}

function evenly<T>(all: readonly T[], most: number): T[] {
  const every = Math.max(1, Math.ceil(all.length / most))
  return all.filter((_, i) => i % every === 0)
}
