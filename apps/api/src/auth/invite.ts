import type { Kommunkod, MemberRole, Micros, Service } from '@driftbild/core'
import { addMembership, appendAudit, listMunicipalities, openAuthPool, openDatabase } from '@driftbild/store'
import { ownOrigins } from '../http/same-origin.ts'
import { createAuth } from './auth.ts'
import { readSecret } from './secret.ts'
import { newSignInLink } from './sign-in-link.ts'

export interface Invitation {
  databaseUrl: string
  secretFile: string
  baseUrl: string
  email: string
  name: string
  municipality: Kommunkod
  /** Null for all of them. */
  service: Service | null
  role: MemberRole
  /** Who does it, for the audit log. */
  by: string
  at: Micros
}

export type Invited =
  | { link: string; isNew: boolean }
  /** There is no such municipality; these are there. */
  | { municipalities: Kommunkod[] }

/**
 * Makes somebody known, gives them a role, and gives the one-time link by which they sign in. Who is known already
 * gets the role beside those they have. For whoever may read the secret's file: the operator of this machine.
 */
export async function invite(invitation: Invitation): Promise<Invited> {
  const { databaseUrl, secretFile, baseUrl, email, name, municipality, service, role, by, at } = invitation
  const pool = openAuthPool(databaseUrl)
  const db = openDatabase(databaseUrl, { connections: 1 })
  try {
    const municipalities = (await listMunicipalities(db)).map(({ code }) => code)
    if (!municipalities.includes(municipality)) return { municipalities }
    const auth = createAuth({
      pool,
      secret: await readSecret(secretFile),
      baseUrl,
      origins: ownOrigins(baseUrl),
      deliverLink: () => {},
      log: () => {},
    })
    const { internalAdapter } = await auth.$context
    const known = (await internalAdapter.findUserByEmail(email))?.user
    const person = { email, name, emailVerified: true }
    const user = known ?? (await internalAdapter.createUser(person, { method: 'magic-link' }))
    await db.transaction({ municipality, role: 'api' }, async (tx) => {
      await addMembership(tx, { user: user.id, service, role })
      await appendAudit(tx, { at, by, what: 'member-added', ref: user.id, detail: { role, service } })
    })
    const link = await newSignInLink({ databaseUrl, secretFile, baseUrl, email })
    if (!link) throw new Error(`${email} was made known, and is not`)
    return { link, isNew: !known }
  } finally {
    await Promise.all([pool.end(), db.close()])
  }
}
