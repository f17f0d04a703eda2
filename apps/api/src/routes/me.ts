import { createRoute } from '@hono/zod-openapi'
import { Me } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import type { Services } from '../services.ts'

export function meRoutes(app: App, { pictures }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/me',
      tags: ['people'],
      summary: 'Who is signed in, and where they may do what',
      responses: gives(Me, 'The person and their memberships'),
    }),
    (c) => {
      const { id, name, email, memberships } = personOf(c)
      return c.json(
        {
          user: { id, name, email },
          memberships: memberships.flatMap(({ municipality, role, service }) => {
            const known = pictures.find(municipality)?.municipality
            if (!known) return []
            const { name, simulated, recording, zone } = known
            return [{ municipality, name, simulated, recording, zone, role, service }]
          }),
        },
        200,
      )
    },
  )
}
