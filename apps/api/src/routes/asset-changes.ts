import { randomUUID } from 'node:crypto'
import { changesOf, findAsset } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { editAsset } from '../changes/edit-asset.ts'
import { placesIn } from '../changes/plan-bulk.ts'
import { AssetChangeView, AssetEditBody, AssetEdited } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { seenAsset } from '../http/seen-asset.ts'
import type { Services } from '../services.ts'
import { viewAssetChange } from '../views/change-set-view.ts'

const tagPath = inMunicipality({ tag: z.string() })

export function assetChangeRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/changes',
      tags: ['assets', 'changes'],
      summary: 'What was changed of an asset, newest first',
      request: { params: tagPath },
      responses: gives(z.array(AssetChangeView), 'The newest hundred changes'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      seenAsset(personOf(c), pictures.get(kommunkod), tag)
      const rows = await db.transaction({ municipality: kommunkod, role: 'reader' }, (tx) =>
        changesOf(tx, tag),
      )
      return c.json(rows.map(viewAssetChange), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/assets/{tag}/changes',
      tags: ['assets', 'changes'],
      summary: 'Edit an asset, from the values that one saw',
      request: { params: tagPath, ...takes(AssetEditBody) },
      responses: gives(AssetEdited, 'The set of changes that it became'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { reason, fields } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      requireFor(person, 'edit-assets', kommunkod, seenAsset(person, picture, tag).service)
      const id = randomUUID()
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const asset = await findAsset(tx, tag)
        if (!asset) throw notFound(tag)
        await editAsset(tx, asset, {
          change: { kind: 'changed', tag, fields },
          set: {
            ...{ id, at: now(), by: person.id, source: 'edit', reason, detail: { asset: tag }, undoes: null },
          },
          ...{ places: placesIn(picture), box: picture.box },
        })
      })
      // Whoever edited sees it on the next page.
      await pictures.withSet(id)
      return c.json({ set: id }, 200)
    },
  )
}
