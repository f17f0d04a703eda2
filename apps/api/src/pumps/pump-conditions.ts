import type { Kommunkod, Micros } from '@driftbild/core'
import {
  type PumpCondition,
  pumpHealth,
  pumpNetwork,
  sewerPump,
  sewerPumpCondition,
  waterPumpCondition,
} from '@driftbild/models/pump-condition'
import { type Database, loadStates, stepsStamp } from '@driftbild/store'
import { inTurns } from '../in-turns.ts'

/** How a pump was at its model's newest step. */
export interface KnownPump {
  asOf: Micros
  condition: PumpCondition
}

export type PumpConditions = (municipality: Kommunkod) => Promise<ReadonlyMap<string, KnownPump>>

interface Kept {
  stamp: string
  pumps: Promise<Map<string, KnownPump>>
}

const ofDatabase = new WeakMap<Database, PumpConditions>()

/** The same for all who ask of a database, so that nothing is judged twice. */
export function pumpConditionsOf(db: Database): PumpConditions {
  const known = ofDatabase.get(db) ?? createPumpConditions(db)
  ofDatabase.set(db, known)
  return known
}

/** By tag. Only what stepped since is judged anew; a step that late readings repeat is seen with the next. */
function createPumpConditions(db: Database): PumpConditions {
  const known = new Map<Kommunkod, Kept>()
  return async (municipality) => {
    const stamp = await db.transaction({ municipality, role: 'api' }, (tx) => stepsStamp(tx, MODELS))
    const kept = known.get(municipality)
    if (kept?.stamp === stamp) return kept.pumps
    const before = kept?.pumps.catch(() => new Map<string, KnownPump>())
    const pumps = (async () => judged(await readStates(db, municipality), (await before) ?? new Map()))()
    const fresh = { stamp, pumps }
    known.set(municipality, fresh)
    pumps.catch(() => known.get(municipality) === fresh && known.delete(municipality))
    return pumps
  }
}

const MODELS = [pumpHealth, pumpNetwork, sewerPump].map(({ name }) => name)

interface Stepped {
  tag: string
  asOf: Micros
  condition: () => PumpCondition
}

/** Whichever model watches clean water pumps here, and the one of wastewater pumps. */
const readStates = (db: Database, municipality: Kommunkod): Promise<Stepped[]> =>
  db.transaction({ municipality, role: 'api' }, async (tx) => {
    const of = async <S>(model: { name: string; version: string }, judge: (state: S) => PumpCondition) => {
      const states = await loadStates(tx, { model: model.name, version: model.version })
      return states.map(({ subject, asOf, state }) => ({
        ...{ tag: subject.tag, asOf },
        condition: () => judge(state as S),
      }))
    }
    const water = [
      ...(await of(pumpHealth, waterPumpCondition)),
      ...(await of(pumpNetwork, waterPumpCondition)),
    ]
    return [...water, ...(await of(sewerPump, sewerPumpCondition))]
  })

async function judged(
  stepped: readonly Stepped[],
  before: ReadonlyMap<string, KnownPump>,
): Promise<Map<string, KnownPump>> {
  const pumps = new Map<string, KnownPump>()
  await inTurns(
    (function* () {
      for (const { tag, asOf, condition } of stepped) {
        if ((pumps.get(tag)?.asOf ?? 0) >= asOf) continue
        const kept = before.get(tag)
        pumps.set(tag, kept?.asOf === asOf ? kept : { asOf, condition: condition() })
        yield
      }
    })(),
  )
  return pumps
}
