import { localTime, OverflowDecision, startOfLocalDay } from '@driftbild/core'
import { addDecision, addReported, appendAudit, listOverflows, overflowsBegun } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  ExportView,
  OverflowExportBody,
  OverflowList,
  OverflowReport,
  OverflowView,
} from '../contract/index.ts'
import { speak } from '../exports/speech.ts'
import { writeOverflowPoints } from '../exports/write-overflow-points.ts'
import { writeOverflows } from '../exports/write-overflows.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { seenAsset } from '../http/seen-asset.ts'
import { sightOf } from '../http/sight.ts'
import { viewOverflows } from '../overflows/view-overflow.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'

const Year = z.coerce.number().int().min(2000).max(2200)

export function overflowRoutes(app: App, { db, pictures, exports: desk, now }: Services): void {
  const thisYear = (picture: Picture) => localTime(dataNow(picture, now()), picture.municipality.zone).year

  const ofYear = async (picture: Picture, sees: (tag: string) => boolean, year: number) => {
    const { zone } = picture.municipality
    const [from, to] = [year, year + 1].map((y) => startOfLocalDay(Date.UTC(y, 0, 1, 12) * 1000, zone))
    return db.transaction({ municipality: picture.code, role: 'api' }, async (tx) => {
      const stored = await overflowsBegun(tx, from!, to!)
      return viewOverflows(
        tx,
        picture,
        stored.filter(({ station }) => sees(station)),
      )
    })
  }
  const seenBy = (c: Parameters<typeof personOf>[0], picture: Picture) => {
    const sight = sightOf(personOf(c), picture)
    return (tag: string) => {
      const watched = picture.assets.get(tag)
      return watched !== undefined && sight.asset(watched)
    }
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/overflows',
      tags: ['sewer'],
      summary: 'A year’s overflows, as the readings tell them and as people decided, the newest first',
      request: { params: inMunicipality({}), query: z.object({ year: Year.optional() }) },
      responses: gives(OverflowList, 'This year’s where none is named'),
    }),
    async (c) => {
      const picture = pictures.get(c.req.valid('param').kommunkod)
      const { year = thisYear(picture) } = c.req.valid('query')
      return c.json({ year, items: await ofYear(picture, seenBy(c, picture), year) }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/overflows',
      tags: ['sewer'],
      summary: 'Tell of an overflow that no sensor saw',
      request: { params: inMunicipality({}), ...takes(OverflowReport) },
      responses: gives(z.object({ saved: z.boolean() }), 'False where another is known that began then'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { id, station, decision } = c.req.valid('json')
      const person = personOf(c)
      const { service } = seenAsset(person, pictures.get(kommunkod), station)
      requireFor(person, 'judge-prediction', kommunkod, service)
      const saved = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const added = await addReported(tx, { id, station, decision, at: now(), by: person.id })
        const detail = { station, ...decision }
        if (added === 'added')
          await appendAudit(tx, { at: now(), by: person.id, what: 'overflow-reported', ref: id, detail })
        return added !== 'refused'
      })
      return c.json({ saved }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/overflows/{id}/decision',
      tags: ['sewer'],
      summary: 'Say what it was: what was said before stays beside it',
      request: { params: inMunicipality({ id: z.uuid() }), ...takes(OverflowDecision) },
      responses: gives(OverflowView, 'As it holds from now on'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const decision = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const view = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const [stored] = await listOverflows(tx, { id })
        if (!stored) throw notFound(id)
        const { service } = seenAsset(person, picture, stored.station)
        requireFor(person, 'judge-prediction', kommunkod, service)
        await addDecision(tx, id, { decision, at: now(), by: person.id })
        const detail = { station: stored.station, ...decision }
        await appendAudit(tx, { at: now(), by: person.id, what: 'overflow-decided', ref: id, detail })
        const [view] = await viewOverflows(tx, picture, await listOverflows(tx, { id }))
        return view!
      })
      return c.json(view, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/overflows/exports',
      tags: ['sewer', 'exports'],
      summary:
        'Order a year’s overflows as a file for the authority, one by one or summed up by point; it comes with the other exports',
      request: { params: inMunicipality({}), ...takes(OverflowExportBody) },
      responses: gives(ExportView, 'The order'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { year, rows, format, language } = c.req.valid('json')
      const person = personOf(c)
      const picture = pictures.get(kommunkod)
      const overflows = await ofYear(picture, seenBy(c, picture), year)
      const speech = await speak(language, picture.municipality.zone)
      const what = speech.t(rows === 'points' ? 'overflow.points' : 'overflow.title')
      const parts = [picture.municipality.name, what, String(year)]
      const writeRows = rows === 'points' ? writeOverflowPoints : writeOverflows
      const view = desk.take({
        ...{ municipality: kommunkod, person: person.id, sight: sightOf(person, picture).name, format },
        name: `${parts.join('-').replace(/[^\p{L}\p{N}.-]+/gu, '_')}.${format}`,
        assets: overflows.length,
        write: (at) => writeRows(format, { ...at, speech, picture, overflows }),
      })
      await db.transaction({ municipality: kommunkod, role: 'api' }, (tx) =>
        appendAudit(tx, {
          ...{ at: now(), by: person.id, what: 'export', ref: view.id },
          detail: { format, rows, overflows: overflows.length, year },
        }),
      )
      return c.json(view, 200)
    },
  )
}
