import { listAlarms } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { groupActive, viewGroups } from '../alarms/grouped.ts'
import { suppressionsNow } from '../alarms/suppressed.ts'
import { AlarmGroupView } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { sightOf } from '../http/sight.ts'
import type { Services } from '../services.ts'
import { viewAlarm } from '../views/alarm-view.ts'

/** More at once nobody can look through; the oldest of a flood say what began it. */
const MOST = 2_000

export function alarmGroupRoutes(app: App, { db, pictures, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/alarms/groups',
      tags: ['alarms'],
      summary: 'Active alarms in groups: what follows from one cause stands behind it',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(AlarmGroupView), 'The group of the newest alarm first'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const picture = pictures.get(kommunkod)
      const sight = sightOf(personOf(c), picture)
      const found = await db.transaction({ municipality: kommunkod, role: 'reader' }, async (tx) => {
        const alarms = (await listAlarms(tx, { active: true, limit: MOST })).filter(({ asset }) =>
          sight.subject({ type: 'asset', tag: asset }),
        )
        const suppressionFor = await suppressionsNow(tx, now())
        const views = new Map(
          alarms.map((alarm) => [alarm.id, viewAlarm(picture, alarm, suppressionFor(alarm))]),
        )
        return viewGroups(await groupActive(tx, picture, alarms), (id) => views.get(id)!)
      })
      return c.json(found, 200)
    },
  )
}
