import { Service } from '@driftbild/core'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { attentionOf } from '../attention/attention-of.ts'
import { type AttentionItem, AttentionList } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'

const SHOWN = 100

/** So many of what calls, and so many of what is advice: neither hides the other. */
const shownOf = (items: readonly AttentionItem[]): AttentionItem[] => {
  const advice = items.filter(({ kind }) => kind === 'prediction')
  return [...items.filter(({ kind }) => kind !== 'prediction').slice(0, SHOWN), ...advice.slice(0, SHOWN)]
}

export function attentionRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/attention',
      tags: ['overview'],
      summary: 'What needs a person now, first what needs one most: of everything, a service or a zone',
      request: {
        params: inMunicipality({}),
        query: z.object({ service: Service.optional(), zone: z.string().optional() }),
      },
      responses: gives(AttentionList, 'Alarms, broken promises, silences and advice'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const items = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        attentionOf(tx, picture, sight, c.req.valid('query'), now()),
      )
      const calling = items.filter(({ kind }) => kind !== 'prediction').length
      return c.json({ items: shownOf(items), count: items.length, calling }, 200)
    },
  )
}
