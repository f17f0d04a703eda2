import { readFile } from 'node:fs/promises'
import { type Document, formatTime, type Kommunkod, ProblemError } from '@driftbild/core'
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
import type { Person } from '../auth/people.ts'
import { DocumentView, PhotoBody, photoTypes } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, problems, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'

export function photoRoutes(app: App, { db, pictures, blobs, now }: Services): void {
  const inReader = (municipality: Kommunkod) => ({ municipality, role: 'reader' }) as const

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/photos',
      tags: ['documents'],
      summary: 'A photo whose file has come; one whose id is known counts no second time',
      request: { params: inMunicipality({}), ...takes(PhotoBody) },
      responses: gives(DocumentView, 'The photo as a document of its asset'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { id, name, hash, mediaType, asset, order, madeAt } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const watched = picture.assets.get(asset)
      if (!watched || !sightOf(person, picture).asset(watched)) throw notFound(asset)
      requireFor(person, 'do-order', kommunkod, watched.service)
      const content = await blobs.find(kommunkod, hash)
      if (!content) throw new ProblemError(409, { code: 'content-missing', ref: hash })
      const at = now()
      const photo: Document = {
        ...{ id, name, kind: 'photo', mediaType, bytes: content.bytes, hash, madeAt },
        ...{ addedAt: at, addedBy: person.id, visibility: 'staff', assets: [asset] },
      }
      const document = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const known = await findDocument(tx, id)
        if (known) return known
        if (order && !(await findOrder(tx, order))) throw notFound(order)
        await putDocument(tx, photo)
        if (order) await addToOrder(tx, id, order)
        await appendAudit(tx, {
          at,
          by: person.id,
          what: 'photo-added',
          ref: id,
          detail: { asset, order, hash },
        })
        return photo
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
      return c.json(documents.filter((one) => sees(personOf(c), picture, one)).map(viewDocument), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/work-orders/{id}/documents',
      tags: ['work', 'documents'],
      summary: 'What was photographed for an order, newest first',
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
      return c.json(documents.filter((one) => sees(personOf(c), picture, one)).map(viewDocument), 200)
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
          description: 'The file as it came',
          content: { '*/*': { schema: z.string().openapi({ format: 'binary' }) } },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const document = await db.transaction(inReader(kommunkod), (tx) => findDocument(tx, id))
      if (!document || !sees(personOf(c), pictures.get(kommunkod), document)) throw notFound(id)
      const content = await blobs.find(kommunkod, document.hash)
      if (!content) throw new ProblemError(409, { code: 'content-missing', ref: document.hash })
      // Only pictures are shown in the page; anything else could bring scripts and is saved.
      const isPicture = photoTypes.some((type) => type === document.mediaType)
      return new Response(new Uint8Array(await readFile(content.path)), {
        headers: {
          'content-type': isPicture ? document.mediaType : 'application/octet-stream',
          'content-disposition': isPicture ? 'inline' : 'attachment',
          'cache-control': 'private, max-age=31536000, immutable',
        },
      })
    },
  )
}

/** A document is seen by who sees one of the assets that it is about, unless it is kept closer than they are. */
function sees(person: Person, picture: Picture, { assets, visibility }: Document): boolean {
  const sight = sightOf(person, picture)
  return assets.some((tag) => {
    const watched = picture.assets.get(tag)
    if (!watched || !sight.asset(watched)) return false
    return visibility !== 'restricted' || sight.asset({ ...watched, asset: { ...watched.asset, visibility } })
  })
}

const viewDocument = (document: Document): DocumentView => ({
  ...document,
  madeAt: document.madeAt === null ? null : formatTime(document.madeAt),
  addedAt: formatTime(document.addedAt),
})
