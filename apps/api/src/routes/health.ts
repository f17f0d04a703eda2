import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { listCollectors } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { App } from '../http/app-env.ts'
import { gives, problems } from '../http/define-route.ts'
import type { Services } from '../services.ts'

const Live = z.object({ live: z.literal(true) })

/** What must be true for the map to be of use; `ready` is all of it. */
const Ready = z.object({
  ready: z.boolean(),
  checks: z.object({
    database: z.boolean(),
    register: z.boolean(),
    web: z.boolean(),
    /** Something has reported, or is known that should. */
    readings: z.boolean(),
  }),
})

export function healthRoutes(app: App, services: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/health/live',
      tags: ['health'],
      summary: 'Whether the process answers',
      responses: gives(Live, 'It does'),
    }),
    (c) => c.json({ live: true as const }, 200),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/health/ready',
      tags: ['health'],
      summary: 'Whether the map is usable',
      responses: {
        ...gives(Ready, 'It is'),
        503: {
          description: 'Not yet; `checks` says what is missing',
          content: { 'application/json': { schema: Ready } },
        },
      },
    }),
    async (c) => {
      const checks = await check(services)
      const ready = Object.values(checks).every(Boolean)
      c.header('cache-control', 'no-store')
      return ready ? c.json({ ready, checks }, 200) : c.json({ ready, checks }, 503)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/metrics',
      tags: ['health'],
      summary: 'Figures for Prometheus; for this machine and administrators',
      responses: {
        200: { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } },
        ...problems,
      },
    }),
    async (c) => {
      const { metrics, hub, gate } = services
      metrics.viewers.set(hub.viewers())
      metrics.waiting.set(gate.waiting())
      return c.text(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType })
    },
  )
}

async function check({ db, pictures, webFolder }: Services): Promise<z.infer<typeof Ready>['checks']> {
  const loaded = pictures.list().filter((picture) => picture.assets.size > 0)
  const database = await db.run('select 1').then(
    () => true,
    () => false,
  )
  return {
    database,
    register: loaded.length > 0,
    web: webFolder === null || (await exists(join(webFolder, 'index.html'))),
    readings:
      database &&
      (loaded.some((picture) => picture.newest !== null) ||
        (await someCollector(
          db,
          loaded.map((p) => p.code),
        ))),
  }
}

async function someCollector(db: Services['db'], codes: readonly string[]): Promise<boolean> {
  for (const municipality of codes) {
    const collectors = await db.transaction({ municipality, role: 'reader' }, listCollectors)
    if (collectors.length > 0) return true
  }
  return false
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
