import { listPredictions, loadSettings } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { PumpsView, PumpView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { seenAsset } from '../http/seen-asset.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { pumpConditionsOf } from '../pumps/pump-conditions.ts'
import { viewPump } from '../pumps/view-pump.ts'
import type { Services } from '../services.ts'

const isPump = ({ asset }: WatchedAsset): boolean =>
  asset.class === 'pump' || asset.class === 'wastewater-pump'
/** More predictions than pumps stand for nobody. */
const MOST = 1000

export function pumpRoutes(app: App, { db, pictures }: Services): void {
  const conditionsOf = pumpConditionsOf(db)

  const viewed = async (picture: Picture, pumps: readonly WatchedAsset[]): Promise<PumpView[]> => {
    const conditions = await conditionsOf(picture.code)
    const [only] = pumps
    const asset = pumps.length === 1 ? only!.asset.tag : undefined
    const { settings, said } = await db.transaction(
      { municipality: picture.code, role: 'reader' },
      async (tx) => ({
        settings: await loadSettings(tx),
        said: await listPredictions(tx, { standing: true, limit: MOST, ...(asset && { asset }) }),
      }),
    )
    const byTag = Map.groupBy(said, ({ prediction }) => prediction.subject.tag)
    return pumps.map((pump) =>
      viewPump(pump, conditions.get(pump.asset.tag) ?? null, {
        ...{ zone: picture.municipality.zone, sekPerKwh: settings.energyPrice },
        predictions: byTag.get(pump.asset.tag) ?? [],
      }),
    )
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/pumps',
      tags: ['predictions'],
      summary:
        'How every pump is: its health index, what it points to, how long it will last and what it wastes',
      request: { params: inMunicipality({}) },
      responses: gives(PumpsView, 'The worst first'),
    }),
    async (c) => {
      const picture = pictures.get(c.req.valid('param').kommunkod)
      const sight = sightOf(personOf(c), picture)
      const seen = [...picture.assets.values()].filter((one) => isPump(one) && sight.asset(one))
      const pumps = (await viewed(picture, seen)).toSorted(
        (a, b) => (a.index ?? 101) - (b.index ?? 101) || (a.asset < b.asset ? -1 : 1),
      )
      return c.json({ pumps }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/pumps/{tag}',
      tags: ['predictions'],
      summary: 'How one pump is',
      request: { params: inMunicipality({ tag: z.string() }) },
      responses: gives(PumpView, 'Without an index while its normal is learnt'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const watched = seenAsset(personOf(c), picture, tag)
      if (!isPump(watched)) throw notFound(tag)
      const [pump] = await viewed(picture, [watched])
      return c.json(pump!, 200)
    },
  )
}
