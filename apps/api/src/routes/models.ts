import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { ModelCard } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import type { Services } from '../services.ts'

export function modelRoutes(app: App, { cards }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/models',
      tags: ['predictions'],
      summary: 'The cards of all models: what they are for, their scores, what they can’t do',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(ModelCard), 'All cards'),
    }),
    (c) => c.json([...cards], 200),
  )
}
