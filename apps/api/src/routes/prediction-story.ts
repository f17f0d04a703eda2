import { formatTime } from '@driftbild/core'
import {
  findPrediction,
  listPredictionCases,
  type PredictionCase,
  predictionHistory,
  type StoredPrediction,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { type PastCase, PredictionPast, ReplayView, WhatIfView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import { replay, whatIf } from '../predictions/replay.ts'
import { type SimilarCase, similarCases } from '../predictions/similar-cases.ts'
import { whatCame } from '../predictions/what-came.ts'
import type { Services } from '../services.ts'
import { viewSubject } from '../views/subject.ts'

const idPath = inMunicipality({ id: z.uuid() })
const SIMILAR = 6

/** What stands behind a prediction: how it came about, others like it, and the same step taken again. */
export function predictionStoryRoutes(app: App, services: Services): void {
  const { db, pictures } = services
  const seen = async (person: Parameters<typeof sightOf>[0], picture: Picture, id: string) => {
    const stored = await db.transaction({ municipality: picture.code, role: 'reader' }, (tx) =>
      findPrediction(tx, id),
    )
    if (!stored || !sightOf(person, picture).subject(stored.prediction.subject)) throw notFound(id)
    return stored
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/predictions/{id}/past',
      tags: ['predictions'],
      summary: 'How a prediction changed, and how others like it ended',
      request: { params: idPath },
      responses: gives(PredictionPast, 'Its course, and the most similar of before'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const stored = await seen(personOf(c), picture, id)
      const { model, kind } = stored.prediction
      const { course, cases } = await db.transaction(
        { municipality: kommunkod, role: 'reader' },
        async (tx) => ({
          course: await predictionHistory(tx, id),
          cases: await listPredictionCases(tx, { model: model.name, kind }),
        }),
      )
      const sight = sightOf(personOf(c), picture)
      const known = cases.filter(({ subject }) => sight.subject(subject))
      const asked = known.find((one) => one.id === id) ?? caseOf(stored)
      const similar = similarCases(asked, known, ({ subject }) => standing(picture, subject), SIMILAR)
      const shown = await Promise.all(
        similar.map(async (one) => {
          const past = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
            findPrediction(tx, one.case.id),
          )
          return viewCase(picture, one, past && (await whatCame(db, kommunkod, past, services.now())))
        }),
      )
      return c.json(
        {
          course: course.map(({ asOf, probability }) => ({ at: formatTime(asOf), probability })),
          similar: shown,
          judged: known.filter(({ judged }) => judged).length,
          right: known.filter(({ judged }) => judged?.agree).length,
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/predictions/{id}/replay',
      tags: ['predictions'],
      summary: 'Take the step behind a prediction again, from the state that was kept; nothing changes',
      request: { params: idPath },
      responses: gives(ReplayView, 'Whether it answers the same'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const { prediction } = await seen(personOf(c), picture, id)
      const again = await replay(services, picture, prediction)
      if (typeof again === 'string') return c.json({ possible: false as const, why: again }, 200)
      const { same, sameInputs, answer } = again
      const { from, to, inputsHash, stateHash } = prediction.replay
      return c.json(
        {
          possible: true as const,
          ...{ same, sameInputs, probability: answer?.probability ?? null },
          ...{ from: formatTime(from), to: formatTime(to), inputsHash, stateHash },
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/predictions/{id}/what-if',
      tags: ['predictions'],
      summary: 'What the model would say after the coming days, were they like this or like that',
      request: { params: idPath },
      responses: gives(WhatIfView, 'Its answers'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const { prediction } = await seen(personOf(c), picture, id)
      const ahead = await whatIf(services, picture, prediction)
      if (typeof ahead === 'string') return c.json({ possible: false as const, why: ahead }, 200)
      return c.json({ possible: true as const, ahead }, 200)
    },
  )
}

/** For one that is so old that the list doesn't reach it. */
const caseOf = ({ id, prediction, firstAsOf, standing: stands }: StoredPrediction): PredictionCase => ({
  ...{ id, firstAsOf, standing: stands, judged: null },
  ...{ subject: prediction.subject, kind: prediction.kind, asOf: prediction.asOf, size: prediction.size },
  ...{ probability: prediction.probability, model: prediction.model },
})

function standing(picture: Picture, { type, tag }: PredictionCase['subject']) {
  const watched = type === 'asset' ? picture.assets.get(tag) : undefined
  return { zone: type === 'zone' ? tag : (watched?.asset.zone ?? null), class: watched?.asset.class ?? null }
}

function viewCase(picture: Picture, { case: one, likeness }: SimilarCase, came: PastCase['came']): PastCase {
  const { id, subject, kind, asOf, probability, judged, standing: stands } = one
  return {
    ...{ id, subject, probability, likeness, asOf: formatTime(asOf) },
    subjectName: viewSubject(picture, subject, kind).subjectName,
    end: judged ? (judged.agree ? 'right' : 'wrong') : stands ? 'standing' : 'withdrawn',
    reason: judged?.reason ?? null,
    order: judged?.order ?? null,
    came,
  }
}
