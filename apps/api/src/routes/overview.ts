import { type AssetClass, type AssetState, formatTime, type Service, services } from '@driftbild/core'
import { listJobs, listOrders } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { Overview } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { type Sight, sightOf } from '../http/sight.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import type { Services } from '../services.ts'
import { viewJob } from '../views/job-view.ts'

/** All of Sweden: what a map shows before anything has a place. */
const SWEDEN: Overview['box'] = [10.5, 55.3, 24.2, 69.1]
const MOST_ORDERS = 1_000

export function overviewRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/overview',
      tags: ['overview'],
      summary: 'The municipality at one glance',
      request: { params: inMunicipality({}) },
      responses: gives(Overview, 'Counts by service and state, and long work under way'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const { jobs, orders } = await db.transaction(
        { municipality: kommunkod, role: 'reader' },
        async (tx) => ({
          jobs: await listJobs(tx),
          orders: await listOrders(tx, { open: true, limit: MOST_ORDERS }),
        }),
      )
      const openOrders = new Map<Service, number>()
      for (const { subject } of orders) {
        const service =
          subject.type === 'asset'
            ? picture.assets.get(subject.tag)?.service
            : picture.zones.get(subject.tag)?.service
        if (service) openOrders.set(service, (openOrders.get(service) ?? 0) + 1)
      }
      return c.json(
        {
          municipality: picture.municipality,
          now: formatTime(dataNow(picture, now())),
          box: picture.box ?? SWEDEN,
          services: countAssets(picture, sight).map((counted) => ({
            ...counted,
            openOrders: openOrders.get(counted.service) ?? 0,
          })),
          jobs: jobs.flatMap((job) => viewJob(job, now()) ?? []),
          newestReading: picture.newest && formatTime(picture.newest.source),
        },
        200,
      )
    },
  )
}

type Counted = Omit<Overview['services'][number], 'openOrders'>

function countAssets(picture: Picture, sight: Sight): Counted[] {
  const counts = new Map(
    services
      .filter((service) => sight.service(service))
      .map((service) => [
        service,
        {
          service,
          assets: 0,
          states: {} as Partial<Record<AssetState, number>>,
          classes: {} as Partial<Record<AssetClass, number>>,
        },
      ]),
  )
  for (const watched of picture.assets.values()) {
    const count = counts.get(watched.service)
    if (!count || !sight.asset(watched)) continue
    const { state, asset } = watched
    count.assets++
    count.states[state] = (count.states[state] ?? 0) + 1
    count.classes[asset.class] = (count.classes[asset.class] ?? 0) + 1
  }
  return [...counts.values()]
}
