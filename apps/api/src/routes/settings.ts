import { appendAudit, loadSettings, nameMunicipality, nameSite, saveSettings } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { SettingsBody, SettingsView, SiteView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'

export function settingsRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/settings',
      tags: ['municipality'],
      summary: 'The municipality and what it settled for itself',
      request: { params: inMunicipality({}) },
      responses: gives(SettingsView, 'Everything has a value'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { municipality } = pictures.get(kommunkod)
      const settings = await db.transaction({ municipality: kommunkod, role: 'reader' }, loadSettings)
      return c.json({ municipality, settings }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/settings',
      tags: ['municipality'],
      summary: 'Change the municipality’s name, time zone and limits',
      request: { params: inMunicipality({}), ...takes(SettingsBody) },
      responses: gives(z.object({ saved: z.literal(true) }), 'It holds from now on'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const body = c.req.valid('json')
      const { name, zone, settings } = body
      const by = personOf(c).id
      const at = now()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await nameMunicipality(tx, { name, zone })
        await saveSettings(tx, settings, { by, at })
        await appendAudit(tx, { at, by, what: 'settings-changed', ref: kommunkod, detail: body })
      })
      return c.json({ saved: true as const }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/sites',
      tags: ['municipality'],
      summary: 'Places where assets stand together, and whether they are heard',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(SiteView), 'Every site with something that this person sees'),
    }),
    (c) => {
      const picture = pictures.get(c.req.valid('param').kommunkod)
      const sight = sightOf(personOf(c), picture)
      const bySite = Map.groupBy([...picture.assets.values()].filter(sight.asset), ({ asset }) => asset.site)
      const views = picture.register.sites.flatMap(({ tag, name }): SiteView[] => {
        const assets = bySite.get(tag)
        if (!assets) return []
        const signals = assets.flatMap((watched) => watched.signals)
        const silent = signals.filter((signal) => signal.stale).length
        return [{ tag, name, assets: assets.length, signals: signals.length, silent }]
      })
      return c.json(views, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/sites/{tag}/name',
      tags: ['municipality'],
      summary: 'Call a site something else',
      request: {
        params: inMunicipality({ tag: z.string() }),
        ...takes(z.object({ name: z.string().trim().min(1).max(120) })),
      },
      responses: gives(z.object({ saved: z.literal(true) }), 'It is called so from now on'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { name } = c.req.valid('json')
      const by = personOf(c).id
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        if (!(await nameSite(tx, tag, name))) throw notFound(tag)
        await appendAudit(tx, { at: now(), by, what: 'site-named', ref: tag, detail: { name } })
      })
      return c.json({ saved: true as const }, 200)
    },
  )
}
