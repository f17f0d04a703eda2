import { type Document, type Kommunkod, ProblemError } from '@driftbild/core'
import {
  addToOrder,
  appendAudit,
  documentsOf,
  documentsOfOrder,
  findDocument,
  findOrder,
  putDocument,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { serveBlob } from '../blobs/serve-blob.ts'
import { DocumentView, FieldFileBody } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, problems, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'
import { seesDocument, viewDocument } from '../views/document-view.ts'

/** Shown in the page; anything else could bring scripts and is saved. */
const isShown = (mediaType: string): boolean =>
  /^(image\/(jpeg|png|webp)|audio\/(webm|mp4|ogg))$/.test(mediaType)

export function documentRoutes(app: App, { db, pictures, blobs, now }: Services): void {
  const inReader = (municipality: Kommunkod) => ({ municipality, role: 'reader' }) as const

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/documents',
      tags: ['documents'],
      summary: 'A photo, a voice note or a signature whose file has come; a known id counts no second time',
      request: { params: inMunicipality({}), ...takes(FieldFileBody) },
      responses: gives(DocumentView, 'It as a document of its asset'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { id, name, kind, hash, mediaType, asset, order, madeAt } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(person, picture)
      const watched = picture.assets.get(asset)
      if (!watched || !sight.asset(watched)) throw notFound(asset)
      requireFor(person, 'do-order', kommunkod, watched.service)
      const content = await blobs.find(kommunkod, hash)
      if (!content) throw new ProblemError(409, { code: 'content-missing', ref: hash })
      const at = now()
      const made: Document = {
        ...{ id, name, kind, mediaType, bytes: content.bytes, hash, madeAt },
        ...{ addedAt: at, addedBy: person.id, visibility: 'staff', assets: [asset] },
      }
      const document = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const known = await findDocument(tx, id)
        if (known) return known
        const of = order === null ? null : await findOrder(tx, order)
        if (order !== null && (!of || !sight.subject(of.subject))) throw notFound(order)
        await putDocument(tx, made)
        if (order) await addToOrder(tx, id, order)
        await appendAudit(tx, {
          at,
          by: person.id,
          what: `${kind}-added`,
          ref: id,
          detail: { asset, order, hash },
        })
        return made
      })
      return c.json(viewDocument(document), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/documents',
      tags: ['assets', 'documents'],
      summary: 'An asset’s documents, newest first',
      request: { params: inMunicipality({ tag: z.string() }) },
      responses: gives(z.array(DocumentView), 'The documents'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const watched = picture.assets.get(tag)
      if (!watched || !sightOf(personOf(c), picture).asset(watched)) throw notFound(tag)
      const documents = await db.transaction(inReader(kommunkod), (tx) => documentsOf(tx, tag))
      return c.json(documents.filter((one) => seesDocument(personOf(c), picture, one)).map(viewDocument), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/work-orders/{id}/documents',
      tags: ['work', 'documents'],
      summary: 'What was photographed, said and signed for an order, newest first',
      request: { params: inMunicipality({ id: z.uuid() }) },
      responses: gives(z.array(DocumentView), 'The documents'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const documents = await db.transaction(inReader(kommunkod), async (tx) => {
        const order = await findOrder(tx, id)
        if (!order || !sightOf(personOf(c), picture).subject(order.subject)) throw notFound(id)
        return documentsOfOrder(tx, id)
      })
      return c.json(documents.filter((one) => seesDocument(personOf(c), picture, one)).map(viewDocument), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/documents/{id}/content',
      tags: ['documents'],
      summary: 'A document’s file',
      request: { params: inMunicipality({ id: z.uuid() }) },
      responses: {
        200: {
          description: 'The file as it came; 206 and a stretch of it where one is asked for',
          content: { '*/*': { schema: z.string().openapi({ format: 'binary' }) } },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const document = await db.transaction(inReader(kommunkod), (tx) => findDocument(tx, id))
      if (!document || !seesDocument(personOf(c), pictures.get(kommunkod), document)) throw notFound(id)
      const content = await blobs.find(kommunkod, document.hash)
      if (!content) throw new ProblemError(409, { code: 'content-missing', ref: document.hash })
      const shown = isShown(document.mediaType)
      return serveBlob(content, c.req.header('range'), {
        'content-type': shown ? document.mediaType : 'application/octet-stream',
        'content-disposition': shown ? 'inline' : 'attachment',
        'cache-control': 'private, max-age=31536000, immutable',
      })
    },
  )
}
