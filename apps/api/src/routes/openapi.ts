import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { App } from '../http/app-env.ts'
import { problems } from '../http/define-route.ts'

const about = {
  openapi: '3.1.0',
  info: {
    title: 'Driftbild',
    version: '0.1.0',
    description:
      'Operations picture of a municipality’s water, sewer, lighting and waste. Times are RFC 3339 unless said otherwise, lists are paged by cursor, errors are RFC 9457 problems.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
}

export function openapiRoutes(app: App): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/openapi.json',
      tags: ['health'],
      summary: 'This document',
      responses: {
        200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: z.looseObject({}) } } },
        ...problems,
      },
    }),
    (c) => c.json(openapiDocument(app), 200),
  )
}

export const openapiDocument = (app: App): Record<string, unknown> =>
  app.getOpenAPI31Document(about) as unknown as Record<string, unknown>
