import { formatTime, MINUTE, ProblemError } from '@driftbild/core'
import { appendAudit, createEnrolment, redeemEnrolment } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { hashOf, newCode, newKey, plainCode } from '../auth/keys.ts'
import { EnrolBody, Enrolled, NewEnrolment, NewEnrolmentBody } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import type { Services } from '../services.ts'

export const CODE_GOOD_FOR = 60 * MINUTE

export function enrolmentRoutes(app: App, { db, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/enrolments',
      tags: ['collectors'],
      summary: 'Make a one-time code for an edge',
      request: { params: inMunicipality({}), ...takes(NewEnrolmentBody) },
      responses: gives(NewEnrolment, 'The code, shown this once'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { name } = c.req.valid('json')
      const by = personOf(c).id
      const code = newCode()
      const at = now()
      const expires = at + CODE_GOOD_FOR
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const id = await createEnrolment(tx, { name, codeHash: hashOf(plainCode(code)), at, expires })
        await appendAudit(tx, { at, by, what: 'enrolment-made', ref: id, detail: { name } })
      })
      return c.json({ code, expires: formatTime(expires) }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/enrol',
      tags: ['collectors'],
      summary: 'Become a collector by a one-time code',
      request: takes(EnrolBody),
      responses: gives(Enrolled, 'The collector and its key, told this once'),
    }),
    async (c) => {
      const { code, name } = c.req.valid('json')
      const key = newKey()
      const at = now()
      const redeem = (as: string) =>
        redeemEnrolment(db, {
          codeHash: hashOf(as),
          keyHash: hashOf(key),
          ...(name !== undefined && { name }),
          at,
        })
      // A code that no person types, as `up` makes one for its own edge, is good only as it is.
      const made = (await redeem(plainCode(code))) ?? (await redeem(code))
      if (!made) throw new ProblemError(403, { code: 'enrolment-code' })
      const { municipality, collector } = made
      await db.transaction({ municipality, role: 'api' }, (tx) =>
        appendAudit(tx, {
          at,
          by: `collector:${collector}`,
          what: 'collector-enrolled',
          ref: collector,
          detail: { name: made.name },
        }),
      )
      return c.json({ municipality, collector, name: made.name, key }, 200)
    },
  )
}
