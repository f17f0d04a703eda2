import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAuth, newSignInLink, readSecret } from '@driftbild/api'
import { type MemberRole, SIMULATED_TOWN } from '@driftbild/core'
import { addMembership, openAuthPool, openDatabase } from '@driftbild/store'
import type { Product } from './product.ts'

/**
 * Somebody with this role, and the one-time link that lets them in. Nothing that a person can use adds people yet;
 * this uses the parts that it would be made of.
 */
export async function invite({ address, data }: Product, role: MemberRole): Promise<string> {
  const { databaseUrl } = JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')) as {
    databaseUrl: string
  }
  const secretFile = join(data, 'api', 'secret')
  const email = `${role}@norrvik.example`
  const pool = openAuthPool(databaseUrl)
  const db = openDatabase(databaseUrl, { connections: 1 })
  try {
    const auth = createAuth({
      pool,
      secret: await readSecret(secretFile),
      baseUrl: address,
      origins: new Set([address]),
      deliverLink: () => {},
      log: () => {},
    })
    const { internalAdapter } = await auth.$context
    const person = { email, name: role, emailVerified: true }
    const user = await internalAdapter.createUser(person, { method: 'magic-link' })
    await db.transaction({ municipality: SIMULATED_TOWN, role: 'api' }, (tx) =>
      addMembership(tx, { user: user.id, service: null, role }),
    )
  } finally {
    await Promise.all([pool.end(), db.close()])
  }
  const link = await newSignInLink({ databaseUrl, secretFile, baseUrl: address, email })
  if (!link) throw new Error(`nobody is called ${email}`)
  return link
}
