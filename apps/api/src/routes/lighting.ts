import { randomUUID } from 'node:crypto'
import { formatTime } from '@driftbild/core'
import { lightingFigures, lightingFiguresWith } from '@driftbild/models/lamp-life'
import {
  appendAudit,
  createGroupOrder,
  lampGroupOrders,
  lightingFiguresOf,
  saveLightingFigures,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import {
  AcceptGroupBody,
  LightingFiguresBody,
  LightingFiguresView,
  LightingPlanView,
  WorkOrderView,
} from '../contract/index.ts'
import { speak } from '../exports/speech.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { lightingPlanOf, ownLightingFigures } from '../lighting/lighting-plan.ts'
import { viewLightingPlan } from '../lighting/view-lighting-plan.ts'
import type { Services } from '../services.ts'
import { viewOrders } from '../views/order-view.ts'

export function lightingRoutes(app: App, { db, pictures, now }: Services): void {
  const figuresOf = async (municipality: string) => {
    const saved = await db.transaction({ municipality, role: 'reader' }, lightingFiguresOf)
    const figures = lightingFiguresWith(await ownLightingFigures(db, municipality))
    return {
      figures: figures.map((figure) => ({ ...figure, unit: lightingFigures[figure.name].unit })),
      ours: lightingFiguresWith([]),
      savedAt: saved && formatTime(saved.savedAt),
    }
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/lighting/figures',
      tags: ['lighting'],
      summary: 'Prices and times that group replacement counts with',
      request: { params: inMunicipality({}) },
      responses: gives(LightingFiguresView, 'The municipality’s own, and the product’s where it has none'),
    }),
    async (c) => c.json(await figuresOf(c.req.valid('param').kommunkod), 200),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/lighting/figures',
      tags: ['lighting'],
      summary: 'Keep the municipality’s own figures, in place of those before',
      request: { params: inMunicipality({}), ...takes(LightingFiguresBody) },
      responses: gives(LightingFiguresView, 'All that is counted with now'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { own } = c.req.valid('json')
      const person = personOf(c)
      requireFor(person, 'plan-renewal', kommunkod, 'lighting')
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await saveLightingFigures(tx, { figures: own, at: now(), by: person.id })
        await appendAudit(tx, {
          ...{ at: now(), by: person.id, what: 'lighting-figures', ref: kommunkod },
          detail: { own: own.length },
        })
      })
      return c.json(await figuresOf(kommunkod), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/lighting/plan',
      tags: ['lighting'],
      summary: 'How long lamps will last, and which to change together when',
      request: { params: inMunicipality({}) },
      responses: gives(LightingPlanView, 'Expected failures, proposals, and the usual ways beside them'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      requireFor(personOf(c), 'plan-renewal', kommunkod, 'lighting')
      const picture = pictures.get(kommunkod)
      const made = await lightingPlanOf(picture, { db, now: now() })
      const orders = await db.transaction({ municipality: kommunkod, role: 'reader' }, lampGroupOrders)
      return c.json(viewLightingPlan(made, { picture, orders }), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/lighting/groups/accept',
      tags: ['lighting'],
      summary: 'Make an order of a proposal; the group’s open order is given back where it has one',
      request: { params: inMunicipality({}), ...takes(AcceptGroupBody) },
      responses: gives(WorkOrderView, 'The order'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { group: id, language } = c.req.valid('json')
      const person = personOf(c)
      requireFor(person, 'plan-renewal', kommunkod, 'lighting')
      const picture = pictures.get(kommunkod)
      const at = now()
      const { plan } = await lightingPlanOf(picture, { db, now: at })
      const group = plan.groups.find((one) => one.group.id === id)?.group
      if (!group) throw notFound(id)
      const { t } = await speak(language, picture.municipality.zone)
      const count = group.lamps.length
      // A cabinet that nobody has registered can have no order.
      const place = picture.assets.has(group.cabinet) ? group.cabinet : group.lamps[0]!.tag
      const order = {
        ...{ id: randomUUID(), asset: place, priority: 'normal' as const, by: person.id, at },
        title: t('lamps.order.title', { street: group.street, count }).slice(0, 200),
        note: t('lamps.order.note', { count, tags: group.lamps.map((lamp) => lamp.tag).join(', ') }).slice(
          0,
          10_000,
        ),
      }
      const views = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const made = await createGroupOrder(tx, id, order)
        if (made.isNew) {
          const detail = { number: made.order.number, group: id, lamps: count }
          await appendAudit(tx, { at, by: person.id, what: 'order-drafted', ref: made.order.id, detail })
        }
        return viewOrders(tx, picture, [made.order])
      })
      return c.json(views[0]!, 200)
    },
  )
}
