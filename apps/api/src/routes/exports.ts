import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { type Kommunkod, mayDo, ProblemError } from '@driftbild/core'
import { readFonts } from '@driftbild/formats/pdf'
import { type CrsCode, crsOf } from '@driftbild/formats/tables'
import { appendAudit, findNetworkModel } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Person } from '../auth/people.ts'
import { ExportBody, ExportView } from '../contract/index.ts'
import { MOST_DOSSIERS, writeDossier } from '../exports/dossier/write-dossier.ts'
import { fileNameOf, mediaTypes } from '../exports/file-name.ts'
import { MOST_LABELS, writeLabels } from '../exports/labels/write-labels.ts'
import { selectAssets } from '../exports/select-assets.ts'
import { speak } from '../exports/speech.ts'
import { writeModel } from '../exports/write-model.ts'
import { writeTable } from '../exports/write-table.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, problems, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'

export function exportRoutes(
  app: App,
  { db, pictures, exports: desk, blobs, fontFolder, baseUrl, now }: Services,
): void {
  const path = inMunicipality({ id: z.uuid() })
  const audit = (municipality: Kommunkod, by: Person, what: string, ref: string, detail: object) =>
    db.transaction({ municipality, role: 'api' }, (tx) =>
      appendAudit(tx, { at: now(), by: by.id, what, ref, detail: { ...detail } }),
    )

  const baseOf = async (municipality: Kommunkod, name: string) => {
    const found = await db.transaction({ municipality, role: 'reader' }, (tx) => findNetworkModel(tx, name))
    if (!found) throw notFound(name)
    return found
  }

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/exports',
      tags: ['exports'],
      summary:
        'Order what is selected as a file; it is made in the background, as far as the person may take it',
      request: { params: inMunicipality({}), ...takes(ExportBody) },
      responses: gives(ExportView, 'The order; `export` events tell how far it has come'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const body = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const sight = sightOf(person, picture)
      const assets = selectAssets(
        picture,
        body.selection,
        (watched) =>
          sight.asset(watched) && mayDo(person.memberships, 'export-assets', kommunkod, watched.service),
      )
      if (assets.length === 0) throw new ProblemError(400, { code: 'nothing-selected' })
      if (body.format === 'pdf' && assets.length > MOST_DOSSIERS) {
        throw new ProblemError(400, { code: 'too-many-dossiers', context: { most: MOST_DOSSIERS } })
      }
      if (body.format === 'labels' && assets.length > MOST_LABELS) {
        throw new ProblemError(400, { code: 'too-many-labels', context: { most: MOST_LABELS } })
      }
      const base = body.base === undefined ? null : await baseOf(kommunkod, body.base)
      const speech = await speak(body.language, picture.municipality.zone)
      const madeAt = now()
      const { format } = body
      const view = desk.take({
        municipality: kommunkod,
        person: person.id,
        sight: sight.name,
        format,
        name: fileNameOf(format, { picture, assets, madeAt }),
        assets: assets.length,
        write: (at) => {
          const shared = { ...at, picture, speech, assets }
          if (format === 'pdf')
            return writeDossier({
              ...{ ...shared, db, blobs, person, now: madeAt },
              fonts: readFonts(fontFolder),
            })
          if (format === 'labels')
            return writeLabels({ ...shared, baseUrl, madeAt, fonts: readFonts(fontFolder) })
          if (format === 'inp') return writeModel({ ...shared, crs: body.crs, base })
          return writeTable(format, {
            ...{ ...shared, madeAt, columns: body.columns },
            crs: crsOf[body.crs as CrsCode],
          })
        },
      })
      const { format: _, ...asked } = body
      await audit(kommunkod, person, 'export', view.id, { format, assets: assets.length, ...asked })
      return c.json(view, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/exports',
      tags: ['exports'],
      summary: 'One’s own exports: under way, or still to be fetched',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(ExportView), 'Newest first'),
    }),
    (c) => c.json(desk.list(c.req.valid('param').kommunkod, personOf(c).id), 200),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/exports/{id}/remove',
      tags: ['exports'],
      summary: 'Stop an export, or let go of its file',
      request: { params: path },
      responses: gives(z.object({ removed: z.literal(true) }), 'It is gone'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      if (!(await desk.remove(kommunkod, personOf(c).id, id))) throw notFound(id)
      return c.json({ removed: true as const }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/exports/{id}/file',
      tags: ['exports'],
      summary: 'The file, for who ordered it and still may see what is in it',
      request: { params: path },
      responses: {
        200: {
          description: 'The file',
          content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const person = personOf(c)
      const found = desk.find(kommunkod, person.id, id)
      if (!found || found.kept.sight !== sightOf(person, pictures.get(kommunkod)).name) throw notFound(id)
      const { kept } = found
      await audit(kommunkod, person, 'export-fetched', id, { format: kept.format, assets: kept.assets })
      const ascii = kept.name.normalize('NFD').replace(/[^ -~]/g, '')
      return c.body(Readable.toWeb(createReadStream(found.path)) as ReadableStream<Uint8Array>, 200, {
        'content-type': mediaTypes[kept.format],
        'content-length': String(kept.bytes),
        'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(kept.name)}`,
      })
    },
  )
}
