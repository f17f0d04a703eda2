import { randomUUID } from 'node:crypto'
import type { ChangeSet } from '@driftbild/core'
import { changesOf } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { editAssets } from '../changes/edit-assets.ts'
import { placesIn } from '../changes/plan-bulk.ts'
import { AssetChangeView, AssetEditBody, AssetEdited, JoinedAssetView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { seenAsset } from '../http/seen-asset.ts'
import { sightOf } from '../http/sight.ts'
import { joinedAssets } from '../network/joined-assets.ts'
import type { Services } from '../services.ts'
import { viewAssetChange } from '../views/change-set-view.ts'
import { viewJoinedAsset } from '../views/joined-asset-view.ts'

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
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/joined',
      tags: ['assets', 'changes'],
      summary: 'What is joined to an asset’s place, and moves with it',
      request: { params: tagPath },
      responses: gives(z.array(JoinedAssetView), 'Ends of pipes, then what stands there'),
    }),
    (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(person, picture)
      const joined = joinedAssets(picture, seenAsset(person, picture, tag))
      return c.json(joined.filter(({ watched }) => sight.asset(watched)).map(viewJoinedAsset), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/assets/{tag}/changes',
      tags: ['assets', 'changes'],
      summary: 'Edit an asset and what follows it, from the values that one saw',
      request: { params: tagPath, ...takes(AssetEditBody) },
      responses: gives(AssetEdited, 'The set of changes that it became'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { reason, fields, also } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const edits = [{ tag, fields }, ...also]
      for (const one of edits)
        requireFor(person, 'edit-assets', kommunkod, seenAsset(person, picture, one.tag).service)
      const id = randomUUID()
      const set: ChangeSet = {
        ...{ id, at: now(), by: person.id, source: 'edit', reason, detail: { asset: tag }, undoes: null },
      }
      await db.transaction({ municipality: kommunkod, role: 'api' }, (tx) =>
        editAssets(tx, edits, { set, places: placesIn(picture), box: picture.box }),
      )
      // Whoever edited sees it on the next page.
      await pictures.withSet(id)
      return c.json({ set: id }, 200)
    },
  )
}
