import { Service } from '@driftbild/core'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { Figure } from '../contract/index.ts'
import { createFigures } from '../figures/figures-of.ts'
import { scopeOf } from '../figures/scope.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { findZone } from '../http/find-zone.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Services } from '../services.ts'

const figures = gives(z.array(Figure), 'Each with its days before, or with what it lacks')

export function figureRoutes(app: App, { db, pictures, now }: Services): void {
  const figuresOf = createFigures(db, () => performance.now())

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/services/{service}/figures',
      tags: ['overview'],
      summary: 'How a service is doing, each figure beside what is usual',
      request: { params: inMunicipality({ service: Service }) },
      responses: figures,
    }),
    async (c) => {
      const { kommunkod, service } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      if (!sight.service(service)) throw notFound(service)
      return c.json(await figuresOf(scopeOf(picture, sight, dataNow(picture, now()), { service })), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/zones/{tag}/figures',
      tags: ['zones'],
      summary: 'How a zone is doing, by what its service is judged by',
      request: { params: inMunicipality({ tag: z.string() }) },
      responses: figures,
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const { zone, sight } = findZone(picture, personOf(c), tag)
      return c.json(await figuresOf(scopeOf(picture, sight, dataNow(picture, now()), { zone })), 200)
    },
  )
}
