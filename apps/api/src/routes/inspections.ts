import { formatTime, ProblemError, type WorkOrder } from '@driftbild/core'
import { assessmentsOf, namesOf } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { AssessmentView, InspectionsBody, MOST_INSPECTIONS, PlannedInspections } from '../contract/index.ts'
import { selectAssets } from '../exports/select-assets.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import { planInspection } from '../inspections/plan-inspection.ts'
import type { Services } from '../services.ts'
import { viewOrders } from '../views/order-view.ts'

/** Assets in one transaction: the engine is held for so long only. */
const AT_ONCE = 4

export function inspectionRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/inspections',
      tags: ['work'],
      summary: 'Plan an inspection of each asset of a selection; one that has an open one keeps it',
      request: { params: inMunicipality({}), ...takes(InspectionsBody) },
      responses: gives(PlannedInspections, 'The orders'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { selection, ...wish } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const assets = selectAssets(picture, selection, sightOf(person, picture).asset)
      if (assets.length === 0) throw notFound()
      if (assets.length > MOST_INSPECTIONS)
        throw new ProblemError(400, {
          code: 'too-many-inspections',
          context: { count: assets.length, most: MOST_INSPECTIONS },
        })
      for (const service of new Set(assets.map((one) => one.service))) {
        requireFor(person, 'plan-inspection', kommunkod, service)
        if (wish.assignee !== null) requireFor(person, 'approve-order', kommunkod, service)
      }
      const who = { by: person.id, at: now() }
      const made: { order: WorkOrder; isNew: boolean }[] = []
      for (let from = 0; from < assets.length; from += AT_ONCE) {
        await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
          for (const watched of assets.slice(from, from + AT_ONCE))
            made.push(await planInspection(tx, watched, wish, who))
        })
      }
      const ordersThat = (isNew: boolean) =>
        made.filter((one) => one.isNew === isNew).map(({ order }) => order)
      const body = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => ({
        planned: await viewOrders(tx, picture, ordersThat(true)),
        standing: await viewOrders(tx, picture, ordersThat(false)),
      }))
      return c.json(body, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/assessments',
      tags: ['assets'],
      summary: 'How good an asset was found to be, newest first: the first is its condition',
      request: { params: inMunicipality({ tag: z.string() }) },
      responses: gives(z.array(AssessmentView), 'Every judgement there was'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const watched = picture.assets.get(tag)
      if (!watched || !sightOf(personOf(c), picture).asset(watched)) throw notFound(tag)
      const views = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const rows = await assessmentsOf(tx, tag)
        const names = await namesOf(
          tx,
          rows.map(({ by }) => by),
        )
        return rows.map((one) => ({ ...one, at: formatTime(one.at), by: names.get(one.by) ?? one.by }))
      })
      return c.json(views, 200)
    },
  )
}
