import { type FaultMode, faultModes, formatTime, type Micros, type Subject } from '@driftbild/core'
import { LEAST_OUTCOMES, type Model, type ProposedRevision } from '@driftbild/models'
import {
  appendAudit,
  type ConfirmedFault,
  chooseRevision,
  chosenRevisions,
  firstRollups,
  listAudit,
  listConfirmedFaults,
  listJobs,
  listModelRevisions,
  listModelWeights,
  listPredictionCases,
  type ModelRevision,
  putJob,
  type Tx,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { ModelRecordView, RevisionChoiceBody, type RevisionView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import { askToLearn, LEARNING_LACKING } from '../jobs/learning-task.ts'
import { subjectsIn } from '../jobs/model-subjects.ts'
import { nameOf } from '../jobs/model-watch.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import { learnable, learnRevision } from '../predictions/learn-revision.ts'
import { recordOf } from '../predictions/model-record.ts'
import { bodyOf, worthIn } from '../predictions/revisions-here.ts'
import type { Services } from '../services.ts'
import { viewSubject } from '../views/subject.ts'

const namePath = inMunicipality({ name: z.string() })
/** Signals by which it is judged since when a model has had data. */
const ASKED = 200
const MISSED_SHOWN = 20

export function modelRecordRoutes(app: App, { db, pictures, models, now }: Services): void {
  const named = (name: string): Model => {
    const model = models.find((one) => one.name === name)
    if (!model) throw notFound(name)
    return model
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/models/{name}/record',
      tags: ['predictions'],
      summary:
        'How a model does here: precision, missed faults, calibration, and what was learnt of its outcomes',
      request: { params: namePath },
      responses: gives(ModelRecordView, 'Its record'),
    }),
    async (c) => {
      const { kommunkod, name } = c.req.valid('param')
      const model = named(name)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const view = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        const cases = await listPredictionCases(tx, { model: name })
        const modes = familyOf([model.kind, ...cases.map(({ kind }) => kind)])
        const watched = subjectsIn(picture.register, model)
        const covers = watched.flatMap((one) => one.covers)
        const covered = new Set(covers.map(nameOf))
        const faults = (await listConfirmedFaults(tx, { model: name, modes })).filter((fault) =>
          isCovered(fault, covered),
        )
        const keys = watched.flatMap(({ signals }) => Object.values(signals)).slice(0, ASKED)
        const from = earliest(await firstRollups(tx, keys))
        const record = recordOf(cases, faults, {
          ...{ subjects: covers.length, from, to: dataNow(picture, now()) },
          zone: picture.municipality.zone,
          placeOf: (subject) => placeOf(picture, subject),
        })
        const chosen = (await chosenRevisions(tx)).find((one) => one.model === name)?.id ?? null
        const weights = await listModelWeights(tx)
        return {
          ...record,
          subjects: covers.length,
          from: from === null ? null : formatTime(from),
          missed: record.missed
            .filter(({ subject }) => sight.subject(subject))
            .slice(0, MISSED_SHOWN)
            .map(({ id, subject, mode, from: began, order }) => ({
              ...{ fault: id, mode, order, from: formatTime(began) },
              ...viewSubject(picture, subject, mode),
            })),
          learnable: { judged: learnable(cases, model, chosen).length, least: LEAST_OUTCOMES },
          learning: model.learning ? await viewLearning(tx, model) : null,
          revisions: (await listModelRevisions(tx, name)).map((one) =>
            viewRevision(one, { model, chosen, weights }),
          ),
          history: await historyOf(tx, name),
        }
      })
      return c.json(view, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/models/{name}/revisions',
      tags: ['predictions'],
      summary: 'Learn from what was judged until now; what is learnt is a proposal until somebody chooses it',
      request: { params: namePath },
      responses: gives(
        z.object({ id: z.uuid().nullable(), lacking: z.int() }),
        'The proposal, or how many outcomes are lacking',
      ),
    }),
    async (c) => {
      const { kommunkod, name } = c.req.valid('param')
      const model = named(name)
      const at = now()
      const dataAt = dataNow(pictures.get(kommunkod), at)
      const learnt = await db.transaction({ municipality: kommunkod, role: 'api' }, (tx) =>
        learnRevision(tx, model, { by: personOf(c).id, at, dataAt }),
      )
      return c.json('id' in learnt ? { id: learnt.id, lacking: 0 } : { id: null, ...learnt }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/models/{name}/learning',
      tags: ['predictions'],
      summary: 'Learn a model’s weights of what is remembered here; minutes later there is a proposal',
      request: { params: namePath },
      responses: gives(z.object({ asked: z.literal(true) }), 'It is in the list of long work'),
    }),
    async (c) => {
      const { kommunkod, name } = c.req.valid('param')
      const model = named(name)
      if (!model.learning) throw notFound(name)
      const [at, by] = [now(), personOf(c).id]
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const job = (await listJobs(tx)).find(({ id }) => id === askToLearn(model).id)
        if (job?.state === 'waiting' || job?.state === 'running') return
        await putJob(tx, askToLearn(model), at)
        await appendAudit(tx, { at, by, what: 'model-learning-asked', ref: name, detail: {} })
      })
      return c.json({ asked: true as const }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/models/{name}/revision',
      tags: ['predictions'],
      summary: 'Let a revision speak, or the model as it came; what was said before stays as it was said',
      request: { params: namePath, ...takes(RevisionChoiceBody) },
      responses: gives(z.object({ saved: z.literal(true) }), 'It holds from the next step on'),
    }),
    async (c) => {
      const { kommunkod, name } = c.req.valid('param')
      const model = named(name)
      const { revision, reason } = c.req.valid('json')
      const by = personOf(c).id
      const at = now()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const before = (await chosenRevisions(tx)).find((one) => one.model === name)?.id ?? null
        if (revision !== null) {
          const known = (await listModelRevisions(tx, name)).find(({ id }) => id === revision)
          if (!known || !fits(known, model, await listModelWeights(tx))) throw notFound(revision)
        }
        await chooseRevision(tx, { model: name, revision, reason, setBy: by, setAt: at })
        const detail = { from: before, to: revision, reason }
        await appendAudit(tx, { at, by, what: 'model-revision-chosen', ref: name, detail })
      })
      return c.json({ saved: true as const }, 200)
    },
  )
}

/** Every way to fail that counts as one of these. */
function familyOf(kinds: readonly FaultMode[]): FaultMode[] {
  const families = new Set(kinds.map((kind) => faultModes[kind].family))
  return (Object.keys(faultModes) as FaultMode[]).filter((mode) => families.has(faultModes[mode].family))
}

const isCovered = ({ subject, zones }: ConfirmedFault, covered: ReadonlySet<string>): boolean =>
  [subject, ...zones.map((tag): Subject => ({ type: 'zone', tag }))].some((one) => covered.has(nameOf(one)))

const earliest = (first: Map<string, Micros>): Micros | null =>
  [...first.values()].reduce<Micros | null>((least, at) => (least === null || at < least ? at : least), null)

function placeOf(picture: Picture, { type, tag }: Subject): string | null {
  if (type === 'zone') return picture.zones.get(tag)?.name ?? tag
  const { zone, site } = picture.assets.get(tag)?.asset ?? { zone: null, site: null }
  if (zone !== null) return picture.zones.get(zone)?.name ?? zone
  return picture.register.sites.find((one) => one.tag === site)?.name ?? null
}

function viewRevision(
  stored: ModelRevision,
  { model, chosen, weights }: { model: Model; chosen: string | null; weights: ReadonlySet<string> },
): RevisionView {
  const { id, version, madeAt } = stored
  const body = bodyOf(stored)
  const learnt = 'learnt' in body ? body.learnt : ofOutcomes(body.proposed)
  return {
    ...{ id, version, madeAt: formatTime(madeAt), chosen: id === chosen },
    of: 'learnt' in body ? 'past' : 'outcomes',
    fits: fits(stored, model, weights),
    taught: { ...learnt.taught, ...times(learnt.taught) },
    heldOut: { ...learnt.heldOut, ...times(learnt.heldOut) },
    bytes: 'learnt' in body ? body.bytes : null,
  }
}

const times = ({ from, to }: { from: Micros; to: Micros }) => ({ from: formatTime(from), to: formatTime(to) })

function ofOutcomes({ taught, heldOut }: ProposedRevision) {
  const uncounted = ({ count, ...rest }: typeof taught) => ({ ...rest, subjects: null, cases: count })
  const { scores, verdict } = worthIn(heldOut)
  return { taught: uncounted(taught), heldOut: { ...uncounted(heldOut), scores, verdict } }
}

const fits = (
  stored: ModelRevision,
  { version }: Pick<Model, 'version'>,
  weights: ReadonlySet<string>,
): boolean => {
  const { weights: hash } = bodyOf(stored)
  return stored.version === version && (hash === undefined || weights.has(hash))
}

async function viewLearning(tx: Tx, model: Model): Promise<NonNullable<ModelRecordView['learning']>> {
  const job = (await listJobs(tx)).find(({ id }) => id === askToLearn(model).id)
  const [newest] = await listAudit(tx, { what: 'model-learning', ref: model.name, limit: 1 })
  return {
    state: job?.state ?? null,
    lacking:
      newest?.what === LEARNING_LACKING
        ? z.object({ subjects: z.int(), days: z.int() }).parse(newest.detail)
        : null,
  }
}

/** Decisions of people, from the audit log. */
async function historyOf(tx: Tx, name: string): Promise<ModelRecordView['history']> {
  const entries = await listAudit(tx, { what: 'model-', ref: name, limit: 30 })
  return entries.map(({ at, by, what, detail }) => ({
    ...{ by, what, at: formatTime(at) },
    reason: typeof detail.reason === 'string' ? detail.reason : '',
  }))
}
