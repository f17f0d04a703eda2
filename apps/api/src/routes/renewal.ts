import { randomUUID } from 'node:crypto'
import { formatTime } from '@driftbild/core'
import { defaultFigures, figuresWith } from '@driftbild/models/renewal'
import {
  appendAudit,
  listScenarios,
  removeScenario,
  renewalFigures,
  saveRenewalFigures,
  saveScenario,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  ExportView,
  RenewalExportBody,
  RenewalFigures,
  RenewalFiguresBody,
  RenewalPlanView,
  RenewalScenario,
  ScenarioBody,
  ScenarioView,
} from '../contract/index.ts'
import { speak } from '../exports/speech.ts'
import { writePlan } from '../exports/write-renewal.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import { makePlan, ownFigures } from '../renewal/make-plan.ts'
import type { Services } from '../services.ts'

/** What a page shows of a plan; a file has all of it. */
const MOST_SHOWN = 500

export function renewalRoutes(app: App, { db, pictures, exports: desk, now }: Services): void {
  const figuresOf = async (municipality: string) => {
    const saved = await db.transaction({ municipality, role: 'reader' }, renewalFigures)
    return {
      figures: figuresWith(await ownFigures(db, municipality)),
      ours: [...defaultFigures],
      savedAt: saved && formatTime(saved.savedAt),
    }
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/renewal/figures',
      tags: ['renewal'],
      summary: 'Lives, costs and consequences that plans count with',
      request: { params: inMunicipality({}) },
      responses: gives(RenewalFigures, 'The municipality’s own, and the product’s where it has none'),
    }),
    async (c) => c.json(await figuresOf(c.req.valid('param').kommunkod), 200),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/renewal/figures',
      tags: ['renewal'],
      summary: 'Keep the municipality’s own figures, in place of those before',
      request: { params: inMunicipality({}), ...takes(RenewalFiguresBody) },
      responses: gives(RenewalFigures, 'All that plans count with now'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { own } = c.req.valid('json')
      const by = personOf(c).id
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await saveRenewalFigures(tx, { figures: own, at: now(), by })
        await appendAudit(tx, {
          ...{ at: now(), by, what: 'renewal-figures', ref: kommunkod, detail: { own: own.length } },
        })
      })
      return c.json(await figuresOf(kommunkod), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/renewal/scenarios',
      tags: ['renewal'],
      summary: 'Scenarios that were saved, by name',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(ScenarioView), 'The scenarios'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const saved = await db.transaction({ municipality: kommunkod, role: 'reader' }, listScenarios)
      const views = saved.flatMap(({ scenario, savedAt, ...one }) => {
        const known = RenewalScenario.safeParse(scenario)
        return known.success ? [{ ...one, scenario: known.data, savedAt: formatTime(savedAt) }] : []
      })
      return c.json(views, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/renewal/scenarios',
      tags: ['renewal'],
      summary: 'Keep a scenario; one of the same name is replaced',
      request: { params: inMunicipality({}), ...takes(ScenarioBody) },
      responses: gives(z.object({ saved: z.literal(true) }), 'It is kept'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const body = c.req.valid('json')
      const one = { id: randomUUID(), ...body, savedAt: now(), by: personOf(c).id }
      await db.transaction({ municipality: kommunkod, role: 'api' }, (tx) => saveScenario(tx, one))
      return c.json({ saved: true as const }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/renewal/scenarios/{id}/remove',
      tags: ['renewal'],
      summary: 'Let go of a scenario',
      request: { params: inMunicipality({ id: z.uuid() }) },
      responses: gives(z.object({ removed: z.literal(true) }), 'It is gone'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const scope = { municipality: kommunkod, role: 'api' } as const
      if (!(await db.transaction(scope, (tx) => removeScenario(tx, id)))) throw notFound(id)
      return c.json({ removed: true as const }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/renewal/plans',
      tags: ['renewal'],
      summary: 'What would be replaced when, under these terms',
      request: { params: inMunicipality({}), ...takes(RenewalScenario) },
      responses: gives(RenewalPlanView, 'The plan year by year, and the first of its replacements'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const parts = { db, picture, person: personOf(c), now: now() }
      const { plan, assets, worth, assumed } = await makePlan(c.req.valid('json'), parts)
      const first = plan.replacements.slice(0, MOST_SHOWN).map((one) => {
        const { name, class: of } = picture.assets.get(one.tag)!.asset
        return { ...one, name, class: of }
      })
      return c.json(
        {
          ...{ years: plan.years, assets: assets.length, worth, assumed },
          ...{ replacements: plan.replacements.length, first },
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/renewal/exports',
      tags: ['renewal'],
      summary: 'Order a plan as a file, with every replacement; it comes with the other exports',
      request: { params: inMunicipality({}), ...takes(RenewalExportBody) },
      responses: gives(ExportView, 'The order'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { scenario, name, format, language } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const { plan, assets } = await makePlan(scenario, { db, picture, person, now: now() })
      const speech = await speak(language, picture.municipality.zone)
      const parts = [
        picture.municipality.name,
        name || speech.t('renewal.title'),
        formatTime(now()).slice(0, 10),
      ]
      const view = desk.take({
        ...{ municipality: kommunkod, person: person.id, sight: sightOf(person, picture).name, format },
        name: `${parts.join('-').replace(/[^\p{L}\p{N}.-]+/gu, '_')}.${format}`,
        assets: plan.replacements.length,
        write: (at) => writePlan(format, { ...at, speech, replacements: plan.replacements, assets }),
      })
      await db.transaction({ municipality: kommunkod, role: 'api' }, (tx) =>
        appendAudit(tx, {
          ...{ at: now(), by: person.id, what: 'export', ref: view.id },
          detail: { format, assets: plan.replacements.length, renewal: scenario },
        }),
      )
      return c.json(view, 200)
    },
  )
}
