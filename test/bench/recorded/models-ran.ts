import { formatTime, type Kommunkod, type Micros } from '@driftbild/core'
import { activeModels } from '@driftbild/models'
import { type Database, latest, loadRegister, loadStates } from '@driftbild/store'
import { eventually } from '../../chain/process.ts'

/** How far a model has come on everything in a municipality that it watches. */
export interface ModelRun {
  model: string
  subjects: number
  /** Those that stand at the last step that their data allows. */
  atEnd: number
  /** The earliest of where they stand. */
  asOf: string | null
}

/** Waits until every model that is switched on has stepped to the end of its data, and says where each stands. */
export const modelsAtEnd = (db: Database, municipality: Kommunkod): Promise<ModelRun[]> =>
  eventually(`models at the end of the data of ${municipality}`, async () => {
    const runs = await runsOf(db, municipality)
    return runs.every((run) => run.atEnd === run.subjects) ? runs : null
  })

async function runsOf(db: Database, municipality: Kommunkod): Promise<ModelRun[]> {
  const scope = { municipality, role: 'api' } as const
  const register = await loadRegister(db, municipality)
  const newest = await db.transaction(scope, (tx) => latest(tx))
  const runs: ModelRun[] = []
  for (const model of activeModels) {
    const subjects = model.subjects(register)
    if (subjects.length === 0) continue
    const states = await db.transaction(scope, (tx) =>
      loadStates(tx, { model: model.name, version: model.version }),
    )
    const standing = new Map(
      states.map((state) => [`${state.subject.type} ${state.subject.tag}`, state.asOf]),
    )
    const stands: Micros[] = []
    let atEnd = 0
    for (const { subject, signals } of subjects) {
      const asOf = standing.get(`${subject.type} ${subject.tag}`)
      const dataTo = Math.max(
        ...Object.values(signals).map(
          (key) => newest.get(key)?.reading.sourceTime ?? Number.NEGATIVE_INFINITY,
        ),
      )
      if (asOf === undefined) continue
      stands.push(asOf)
      if (model.boundary(asOf, register.municipality.zone) > dataTo) atEnd++
    }
    const earliest = stands.length === 0 ? null : formatTime(Math.min(...stands))
    runs.push({ model: model.name, subjects: subjects.length, atEnd, asOf: earliest })
  }
  return runs
}
