import { Micros, Service } from '@driftbild/core'
import {
  appendAudit,
  findPrediction,
  judgePrediction,
  listLikeliest,
  listPredictions,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { JudgementBody, PredictionView, page } from '../contract/index.ts'
import { gather, predictionEvidence } from '../faults/gather.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { fromCursor, pageOf, paging } from '../http/paging.ts'
import { notFound } from '../http/problems.ts'
import { Flag } from '../http/query.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { viewPrediction } from '../views/prediction-view.ts'

const idPath = inMunicipality({ id: z.uuid() })
const Place = z.object({ asOf: Micros, probability: z.number(), likely: Micros, id: z.uuid() })

export function predictionRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/predictions',
      tags: ['predictions'],
      summary: 'What models expect: what stands by how likely it is, all of it newest first',
      request: {
        params: inMunicipality({}),
        query: z.object({ standing: Flag.optional(), service: Service.optional(), ...paging }),
      },
      responses: gives(page(PredictionView), 'A page of predictions'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { standing, service, cursor, limit } = c.req.valid('query')
      const after = fromCursor(cursor, Place)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const filter = {
        ...(service && { among: subjectsOf(picture, service) }),
        ...(after && { after }),
        limit: limit + 1,
      }
      const rows = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        standing
          ? listLikeliest(tx, filter)
          : listPredictions(tx, { ...filter, ...(standing === false && { standing }) }),
      )
      const { items, next } = pageOf(rows, limit, ({ prediction: { asOf, probability, when }, id }) => ({
        ...{ asOf, probability, likely: when.likely, id },
      }))
      const seen = items.filter(({ prediction }) => sight.subject(prediction.subject))
      return c.json({ items: seen.map((stored) => viewPrediction(picture, stored)), next }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/predictions/{id}',
      tags: ['predictions'],
      summary: 'One prediction with its evidence',
      request: { params: idPath },
      responses: gives(PredictionView, 'The prediction'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const stored = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        findPrediction(tx, id),
      )
      if (!stored || !sightOf(personOf(c), picture).subject(stored.prediction.subject)) throw notFound(id)
      return c.json(viewPrediction(picture, stored), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/predictions/{id}/judgement',
      tags: ['predictions'],
      summary: 'Agree or disagree, with a reason; what somebody agrees with is evidence of a fault',
      request: { params: idPath, ...takes(JudgementBody) },
      responses: gives(PredictionView, 'The prediction with the judgement'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { agree, reason } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const at = now()
      const stored = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const before = await findPrediction(tx, id)
        if (!before || !sightOf(person, picture).subject(before.prediction.subject)) throw notFound(id)
        requireFor(person, 'judge-prediction', kommunkod, viewPrediction(picture, before).service)
        await judgePrediction(tx, id, { agree, reason, by: person.id, at })
        // However unsure the model is: somebody who knows better makes it a fault that an order can address.
        if (agree && before.standing && before.fault === null)
          await gather(tx, predictionEvidence(picture, before))
        await appendAudit(tx, {
          at,
          by: person.id,
          what: 'prediction-judged',
          ref: id,
          detail: { agree, probability: before.prediction.probability },
        })
        return (await findPrediction(tx, id))!
      })
      return c.json(viewPrediction(picture, stored), 200)
    },
  )
}

const subjectsOf = ({ assets, zones }: Picture, service: Service) => ({
  assets: [...assets.values()].filter((one) => one.service === service).map(({ asset }) => asset.tag),
  zones: [...zones.values()].filter((one) => one.service === service).map(({ tag }) => tag),
})
