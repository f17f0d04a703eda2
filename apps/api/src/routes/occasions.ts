import { DAY, MOST_BINS, Occasion, ProblemError } from '@driftbild/core'
import {
  appendAudit,
  namesOf,
  type OccasionStatement,
  occasionStatements,
  occasionStatementsSince,
  stateOccasion,
  type Tx,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Person } from '../auth/people.ts'
import {
  OccasionBody,
  OccasionChange,
  type OccasionFields,
  OccasionSeen,
  OccasionView,
} from '../contract/index.ts'
import { localDate } from '../field/local-date.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { seenAsset } from '../http/seen-asset.ts'
import { sightOf } from '../http/sight.ts'
import { binsAround } from '../occasions/bins-around.ts'
import { viewOccasions } from '../occasions/view-occasions.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'

const DAYS_BACK = 400

export function occasionRoutes(app: App, { db, pictures, now }: Services): void {
  const api = (municipality: string) => ({ municipality, role: 'api' }) as const

  const viewsOf = async (tx: Tx, person: Person, picture: Picture, since: string) => {
    const statements = await occasionStatementsSince(tx, since)
    const names = await namesOf(
      tx,
      statements.map(({ by }) => by),
    )
    return viewOccasions(statements, { picture, sight: sightOf(person, picture), names })
  }

  /** Somebody who may plan rounds states it, unless another one stated something else meanwhile. */
  const state = async (
    person: Person,
    picture: Picture,
    {
      id,
      occasion,
      seen,
      what,
    }: { id: string; occasion: Occasion | null; seen: number | null; what: string },
  ): Promise<z.infer<typeof OccasionView>> => {
    const at = now()
    return db.transaction(api(picture.code), async (tx) => {
      const statement = { id, occasion, knownAt: dataNow(picture, at), at, by: person.id }
      if (!(await stateOccasion(tx, statement, seen)))
        throw new ProblemError(409, { code: 'occasion-changed', ref: id })
      await appendAudit(tx, { at, by: person.id, what, ref: id, detail: { ...occasion } })
      const views = await viewsOf(tx, person, picture, '0001-01-01')
      return views.find((view) => view.id === id)!
    })
  }

  /** Null of one that is not there, or whose containers are all hidden from a person. */
  const newest = async (person: Person, picture: Picture, id: string): Promise<OccasionStatement[]> => {
    const statements = await db.transaction(api(picture.code), (tx) => occasionStatements(tx, id))
    const sight = sightOf(person, picture)
    const bins = statements.flatMap(({ occasion }) => occasion?.bins ?? [])
    if (!bins.some((tag) => sight.subject({ type: 'asset', tag }))) throw notFound(id)
    return statements
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/occasions',
      tags: ['waste'],
      summary:
        'Markets, matches and other occasions that fill containers, those of the last year and those to come',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(OccasionView), 'The first to begin last; what was taken back, too'),
    }),
    async (c) => {
      const picture = pictures.get(c.req.valid('param').kommunkod)
      const since = localDate(dataNow(picture, now()) - DAYS_BACK * DAY, picture.municipality.zone)
      const views = await db.transaction(api(picture.code), (tx) => viewsOf(tx, personOf(c), picture, since))
      return c.json(views, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/occasions',
      tags: ['waste'],
      summary: 'State an occasion: its dates, its containers or its place, and how much more is expected',
      request: { params: inMunicipality({}), ...takes(OccasionBody) },
      responses: gives(OccasionView, 'Forecasts of its containers are made anew'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { id, ...fields } = c.req.valid('json')
      const [person, picture] = [personOf(c), pictures.get(kommunkod)]
      requireFor(person, 'plan-rounds', kommunkod, 'waste')
      const occasion = occasionOf(fields, person, picture)
      return c.json(await state(person, picture, { id, occasion, seen: null, what: 'occasion-stated' }), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/occasions/{id}/change',
      tags: ['waste'],
      summary: 'State it anew; what was stated before stays on record',
      request: { params: inMunicipality({ id: z.uuid() }), ...takes(OccasionChange) },
      responses: gives(OccasionView, 'As it is from now on'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { revision: seen, ...fields } = c.req.valid('json')
      const [person, picture] = [personOf(c), pictures.get(kommunkod)]
      requireFor(person, 'plan-rounds', kommunkod, 'waste')
      await newest(person, picture, id)
      const occasion = occasionOf(fields, person, picture)
      return c.json(await state(person, picture, { id, occasion, seen, what: 'occasion-changed' }), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/occasions/{id}/end',
      tags: ['waste'],
      summary: 'Take it back: it isn’t held, or was stated by mistake',
      request: { params: inMunicipality({ id: z.uuid() }), ...takes(OccasionSeen) },
      responses: gives(OccasionView, 'It counts no longer'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { revision: seen } = c.req.valid('json')
      const [person, picture] = [personOf(c), pictures.get(kommunkod)]
      requireFor(person, 'plan-rounds', kommunkod, 'waste')
      await newest(person, picture, id)
      return c.json(
        await state(person, picture, { id, occasion: null, seen, what: 'occasion-taken-back' }),
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/occasions/{id}/undo',
      tags: ['waste'],
      summary: 'Undo the newest statement of it: what was stated before holds again',
      request: { params: inMunicipality({ id: z.uuid() }), ...takes(OccasionSeen) },
      responses: gives(OccasionView, 'As it was before'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { revision: seen } = c.req.valid('json')
      const [person, picture] = [personOf(c), pictures.get(kommunkod)]
      requireFor(person, 'plan-rounds', kommunkod, 'waste')
      const [, before] = await newest(person, picture, id)
      const occasion = before?.occasion ?? null
      return c.json(await state(person, picture, { id, occasion, seen, what: 'occasion-undone' }), 200)
    },
  )
}

function occasionOf(fields: z.output<typeof OccasionFields>, person: Person, picture: Picture): Occasion {
  const bins = fields.bins.length > 0 ? fields.bins : fields.place ? binsAround(picture, fields.place) : []
  if (bins.length === 0) throw new ProblemError(400, { code: 'occasion-without-containers' })
  if (bins.length > MOST_BINS)
    throw new ProblemError(400, {
      code: 'occasion-too-many',
      context: { most: MOST_BINS, count: bins.length },
    })
  for (const tag of bins) {
    const { asset } = seenAsset(person, picture, tag)
    if (asset.class !== 'waste-container') throw notFound(tag)
  }
  const occasion = Occasion.safeParse({ ...fields, bins })
  if (!occasion.success)
    throw new ProblemError(400, { code: 'occasion-dates', ref: fields.from, context: { to: fields.to } })
  return occasion.data
}
