import { listJobs } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { JobView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import type { Services } from '../services.ts'
import { viewJob } from '../views/job-view.ts'

export function jobRoutes(app: App, { db, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/jobs',
      tags: ['jobs'],
      summary: 'Long work in the background, newest first',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(JobView), 'All of it'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const jobs = await db.transaction({ municipality: kommunkod, role: 'reader' }, listJobs)
      return c.json(
        jobs.flatMap((job) => viewJob(job, now()) ?? []),
        200,
      )
    },
  )
}
