import { AssetClass, assetStates } from '@driftbild/core'
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { App, AppEnv } from '../http/app-env.ts'
import { inMunicipality, problems } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { encodingFor, type KeptBody } from '../http/kept-body.ts'
import { notFound } from '../http/problems.ts'
import { TimeQuery } from '../http/query.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'
import type { Shown } from '../tiles/asset-kinds.ts'
import { TILE_TYPE } from '../tiles/encode-tile.ts'
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

export function tileRoutes(app: App, { pictures, moments }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/tiles/{z}/{x}/{y}',
      tags: ['map'],
      summary: 'Assets and networks as they are now, or were; y ends in .mvt',
      request: {
        params: path,
        query: z.object({
          classes: Classes.optional().openapi({ type: 'string', example: 'pump,valve' }),
          zone: z.string().max(80).optional(),
          state: z.enum(assetStates).optional(),
          at: TimeQuery.optional(),
          since: TimeQuery.optional(),
        }),
      },
      responses: answers,
    }),
    async (c) => {
      const { kommunkod, ...address } = c.req.valid('param')
      const { classes, zone, state, at, since } = c.req.valid('query')
      const tile = parseAddress(address)
      const sight = sightOf(personOf(c), pictures.get(kommunkod))
      const wanted = classes ? new Set(classes) : null
      const shown: Shown = {
        shows: (watched) =>
          sight.asset(watched) &&
          (wanted === null || wanted.has(watched.asset.class)) &&
          (zone === undefined || watched.asset.zone === zone),
        state: state ?? null,
        name: JSON.stringify([sight.name, classes?.toSorted(), zone, state]),
      }
      const scene = await moments.scene(kommunkod, { at, since })
      return answer(c, pictures.tiles(kommunkod).tile(tile, shown, sight.service, scene))
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
      return answer(c, pictures.baseMap(kommunkod).tile(z, x, y))
    },
  )
}

function parseAddress(address: { z: string; x: string; y: string }) {
  const parsed = TilePath.safeParse(address)
  if (!parsed.success) throw notFound(`${address.z}/${address.x}/${address.y}`)
  return parsed.data
}

/** A tile is asked for again each time, and only sent again when it looks different. */
async function answer(c: Context<AppEnv>, tile: KeptBody): Promise<Response> {
  const encoding = encodingFor(c.req.header('accept-encoding'))
  const encoded = encoding && tile.encoded(encoding)
  const headers = {
    // Weak: it names what the tile shows, in whichever encoding it is sent.
    etag: `W/"${tile.name}"`,
    'cache-control': 'private, no-cache',
    vary: 'cookie, accept-encoding',
  }
  if (c.req.header('if-none-match') === headers.etag) return new Response(null, { status: 304, headers })
  const body = encoded ? await encoded : tile.plain
  return new Response(body, {
    headers: {
      ...headers,
      'content-type': TILE_TYPE,
      ...(encoded && encoding && { 'content-encoding': encoding }),
    },
  })
}
