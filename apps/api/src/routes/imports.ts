import { formatTime, ProblemError } from '@driftbild/core'
import { listImportMappings, listNetworkModels } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  DraftView,
  ImportFileView,
  ImportMapping,
  ImportPlanBody,
  NetworkModelView,
  SavedMappingView,
} from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { importOrder } from '../imports/import-order.ts'
import type { Services } from '../services.ts'

export function importRoutes(app: App, { db, pictures, changes, imports, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/imports/{name}',
      tags: ['changes'],
      summary: 'Hand in a file of assets, as plain bytes; answers what is in it',
      request: { params: inMunicipality({ name: z.string().min(1).max(200) }) },
      responses: gives(ImportFileView, 'Its layers and columns'),
    }),
    async (c) => {
      const { kommunkod, name } = c.req.valid('param')
      pictures.get(kommunkod)
      const body = c.req.raw.body
      if (!body)
        throw new ProblemError(422, {
          code: 'import-unreadable',
          ref: name,
          context: { why: 'empty', line: 0 },
        })
      const file = { municipality: kommunkod, person: personOf(c).id, name, body }
      return c.json(await imports.take(file), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/imports/{id}/plan',
      tags: ['changes'],
      summary: 'Have worked out what reading the file so would change; nothing happens yet',
      request: { params: inMunicipality({ id: z.uuid() }), ...takes(ImportPlanBody) },
      responses: gives(DraftView, 'A draft of changes'),
    }),
    async (c) => {
      const { kommunkod, id } = c.req.valid('param')
      const { mapping, contractor } = c.req.valid('json')
      const person = personOf(c)
      const file = imports.find(kommunkod, person.id, id)
      if (!file) throw notFound(id)
      const picture = pictures.get(kommunkod)
      return c.json(changes.take(importOrder(file, mapping, { picture, person, contractor, now })), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/import-mappings',
      tags: ['changes'],
      summary: 'How files of each contractor were read last',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(SavedMappingView), 'By the contractor’s name'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const saved = await db.transaction({ municipality: kommunkod, role: 'reader' }, listImportMappings)
      const views = saved.flatMap(({ name, mapping, savedAt }) => {
        const known = ImportMapping.safeParse(mapping)
        return known.success ? [{ name, mapping: known.data, savedAt: formatTime(savedAt) }] : []
      })
      return c.json(views, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/network-models',
      tags: ['exports'],
      summary: 'Model files that were read in, which can go out again as the register has them now',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(NetworkModelView), 'Newest first'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const models = await db.transaction({ municipality: kommunkod, role: 'reader' }, listNetworkModels)
      return c.json(
        models.map(({ name, savedAt }) => ({ name, savedAt: formatTime(savedAt) })),
        200,
      )
    },
  )
}
