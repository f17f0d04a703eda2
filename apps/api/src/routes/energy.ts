import { listPredictions, loadSettings } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { EnergyView } from '../contract/index.ts'
import { energyOf } from '../energy/energy-of.ts'
import { createEnergyOfMachines } from '../energy/machine-energy.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { sightOf } from '../http/sight.ts'
import { dataNow } from '../picture/data-clock.ts'
import { pumpConditionsOf } from '../pumps/pump-conditions.ts'
import type { Services } from '../services.ts'

/** More than ever stand at once of machines. */
const MOST = 2000

export function energyRoutes(app: App, { db, pictures, now }: Services): void {
  const conditionsOf = pumpConditionsOf(db)
  const energyOfMachines = createEnergyOfMachines(db, () => performance.now())
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/energy',
      tags: ['overview'],
      summary: 'What pumps and lights used beside what they should have, the dearest waste first',
      request: { params: inMunicipality({}) },
      responses: gives(EnergyView, 'Of the last four weeks, at the municipality’s price for a kWh'),
    }),
    async (c) => {
      const picture = pictures.get(c.req.valid('param').kommunkod)
      const machines = await energyOfMachines(picture, dataNow(picture, now()))
      const { settings, standing } = await db.transaction(
        { municipality: picture.code, role: 'reader' },
        async (tx) => ({
          settings: await loadSettings(tx),
          standing: await listPredictions(tx, { standing: true, limit: MOST }),
        }),
      )
      const pumps = await conditionsOf(picture.code)
      const price = { sekPerKwh: settings.energyPrice, source: settings.energyPriceSource }
      return c.json(
        energyOf(machines, picture, sightOf(personOf(c), picture), { price, standing, pumps }),
        200,
      )
    },
  )
}
