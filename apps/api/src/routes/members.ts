import { type Membership, ProblemError } from '@driftbild/core'
import { addMembership, appendAudit, listMembers, removeMembership, type Tx } from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { EndMembershipBody, MemberView, NewMember, NewMemberBody } from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import type { Services } from '../services.ts'

export function memberRoutes(app: App, { db, auth, links, people, now }: Services): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/members',
      tags: ['people'],
      summary: 'Who works here, and as what',
      request: { params: inMunicipality({}) },
      responses: gives(z.array(MemberView), 'One line for each role'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const members = await db.transaction({ municipality: kommunkod, role: 'api' }, listMembers)
      return c.json(
        members.map(({ municipality: _, ...member }) => member),
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/members',
      tags: ['people'],
      summary: 'Invite somebody, or give somebody who is known a role here',
      request: { params: inMunicipality({}), ...takes(NewMemberBody) },
      responses: gives(NewMember, 'They may sign in'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const { email, name, role, service } = c.req.valid('json')
      const by = personOf(c).id
      const at = now()
      const { internalAdapter } = await auth.$context
      const known = (await internalAdapter.findUserByEmail(email))?.user
      const person = { email, name, emailVerified: true }
      const user = known ?? (await internalAdapter.createUser(person, { method: 'magic-link' }))
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await addMembership(tx, { user: user.id, service, role })
        await appendAudit(tx, { at, by, what: 'member-added', ref: user.id, detail: { role, service } })
      })
      people.forget()
      // Whoever is known has a way in; a link to it would make an administrator of one place somebody in another.
      const link = known ? null : await links.linkFor(auth, email)
      return c.json({ link }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/members/end',
      tags: ['people'],
      summary: 'Take a role away',
      request: { params: inMunicipality({}), ...takes(EndMembershipBody) },
      responses: gives(z.object({ ended: z.literal(true) }), 'It is worth nothing from now on'),
    }),
    async (c) => {
      const { kommunkod } = c.req.valid('param')
      const membership = c.req.valid('json')
      const by = personOf(c).id
      await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        await requireOtherAdmin(tx, membership)
        if (!(await removeMembership(tx, membership))) throw notFound(membership.user)
        await appendAudit(tx, {
          ...{ at: now(), by, what: 'member-ended', ref: membership.user },
          detail: { role: membership.role, service: membership.service },
        })
      })
      people.forget()
      return c.json({ ended: true as const }, 200)
    },
  )
}

/** The last one who can let others in stays. */
async function requireOtherAdmin(
  tx: Tx,
  { user, role, service }: Omit<Membership, 'municipality'>,
): Promise<void> {
  if (role !== 'admin') return
  const isAnother = (one: Membership) => one.user !== user || one.service !== service
  const admins = (await listMembers(tx)).filter((one) => one.role === 'admin' && one.service === null)
  if (!admins.some(isAnother)) throw new ProblemError(409, { code: 'last-admin' })
}
