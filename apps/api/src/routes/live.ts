import { createRoute } from '@hono/zod-openapi'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import type { App } from '../http/app-env.ts'
import { inMunicipality, problems } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { BoxQuery } from '../http/query.ts'
import { sightOf } from '../http/sight.ts'
import type { Published } from '../live/hub.ts'
import type { Services } from '../services.ts'

const Query = z.object({
  box: BoxQuery.optional(),
  /** Tags whose readings are wanted too, wherever they lie; without it those of all assets in the box. */
  follow: z.string().max(2000).optional(),
})

/** Proxies and phones close what says nothing. */
const HEARTBEAT_MS = 15_000
/** No more than so many deliveries a second: what happens between them is delivered together. */
const PAUSE_MS = 250

export function liveRoutes(app: App, { hub, pictures, people }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/live',
      tags: ['live'],
      summary: 'What happens, as server-sent events named after LiveEvent’s type',
      request: { params: inMunicipality({}), query: Query },
      responses: {
        200: {
          description: 'A stream without an end',
          content: { 'text/event-stream': { schema: z.string() } },
        },
        ...problems,
      },
    }),
    (c) => {
      const { kommunkod } = c.req.valid('param')
      const { box, follow } = c.req.valid('query')
      const picture = pictures.get(kommunkod)
      const { headers } = c.req.raw
      const followed = follow === undefined ? null : new Set(follow.split(','))
      const viewer = personOf(c)
      let sight = sightOf(viewer, picture)

      const wants = ({ asset, event, person }: Published): boolean => {
        if (person !== undefined && person !== viewer.id) return false
        if (asset === null) return true
        const watched = pictures.get(kommunkod).assets.get(asset)
        if (!watched || !sight.asset(watched)) return false
        if (event.type === 'reading' && followed) return followed.has(asset)
        if (!box) return true
        const [lon, lat] = watched.position
        return lon >= box[0] && lat >= box[1] && lon <= box[2] && lat <= box[3]
      }

      return streamSSE(c, async (stream) => {
        const subscription = hub.subscribe(
          { municipality: kommunkod, wants },
          c.req.header('last-event-id') ?? null,
        )
        const beat = setInterval(async () => {
          // A session that ended or lost its municipality must not go on listening.
          const person = await people.whoAsks(headers).catch(() => null)
          if (!person?.memberships.some((m) => m.municipality === kommunkod)) return subscription.close()
          sight = sightOf(person, pictures.get(kommunkod))
          await stream.write(': still here\n\n')
        }, HEARTBEAT_MS)
        stream.onAbort(() => subscription.close())
        try {
          await stream.write(`retry: 2000\n\n`)
          for (;;) {
            const delivered = await subscription.next()
            if (delivered.length === 0) return
            for (const { id, event } of delivered) {
              const { type, ...data } = event
              await stream.writeSSE({ id, event: type, data: JSON.stringify(data) })
            }
            await stream.sleep(PAUSE_MS)
          }
        } finally {
          clearInterval(beat)
          subscription.close()
        }
      })
    },
  )
}
