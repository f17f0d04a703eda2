import { createHash } from 'node:crypto'
import { AssetClass } from '@driftbild/core'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { App } from '../http/app-env.ts'
import { inMunicipality, problems } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'
import { TILE_TYPE } from '../tiles/encode-tile.ts'
import { allClasses } from '../tiles/municipality-tiles.ts'
import { TilePath } from '../tiles/tile-address.ts'

const path = inMunicipality({ z: z.string(), x: z.string(), y: z.string() })

const Classes = z
  .string()
  .max(500)
  .transform((text) => text.split(','))
  .pipe(z.array(AssetClass))

const answers = {
  200: {
    description: 'A Mapbox vector tile; empty where there is nothing',
    content: { [TILE_TYPE]: { schema: z.string().openapi({ format: 'binary' }) } },
  },
  304: { description: 'Still the same' },
  ...problems,
}

export function tileRoutes(app: App, { pictures }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/tiles/{z}/{x}/{y}',
      tags: ['map'],
      summary: 'Assets and networks as they are now; y ends in .mvt',
      request: {
        params: path,
        query: z.object({ classes: Classes.optional().openapi({ type: 'string', example: 'pump,valve' }) }),
      },
      responses: answers,
    }),
    (c) => {
      const { kommunkod, ...address } = c.req.valid('param')
      const { classes } = c.req.valid('query')
      const tile = parseAddress(address)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      // What was asked for is part of it: MapLibre compares versions of one tile across addresses.
      const version = `${pictures.versionOf(kommunkod)}-${shortHash(`${sight.name} ${classes ?? ''}`)}`
      return answer(c.req.header('if-none-match'), version, () =>
        pictures.tiles(kommunkod).tile(tile, {
          classes: classes ? new Set(classes) : allClasses,
          sees: sight.asset,
          seesService: sight.service,
          seesName: sight.name,
        }),
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/base/{z}/{x}/{y}',
      tags: ['map'],
      summary: 'The built-in base map; y ends in .mvt',
      request: { params: path },
      responses: answers,
    }),
    (c) => {
      const { kommunkod, ...address } = c.req.valid('param')
      const { z, x, y } = parseAddress(address)
      return answer(c.req.header('if-none-match'), pictures.baseVersionOf(kommunkod), () =>
        pictures.baseMap(kommunkod).tile(z, x, y),
      )
    },
  )
}

function parseAddress(address: { z: string; x: string; y: string }) {
  const parsed = TilePath.safeParse(address)
  if (!parsed.success) throw notFound(`${address.z}/${address.x}/${address.y}`)
  return parsed.data
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** A tile is asked for again each time, and only sent again when something in the municipality looks different. */
function answer(known: string | undefined, version: string, draw: () => Uint8Array<ArrayBuffer>): Response {
  const headers = { etag: `"${version}"`, 'cache-control': 'private, no-cache', vary: 'cookie' }
  if (known === headers.etag) return new Response(null, { status: 304, headers })
  return new Response(draw(), { headers: { ...headers, 'content-type': TILE_TYPE } })
}
