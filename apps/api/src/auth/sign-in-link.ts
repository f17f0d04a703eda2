import { openAuthPool } from '@driftbild/store'
import { ownOrigins } from '../http/same-origin.ts'
import { createAuth } from './auth.ts'
import { FIRST_PERSON } from './first-start.ts'
import { readSecret } from './secret.ts'

/**
 * A new one-time link for somebody who is known, the first person unless named otherwise; null when nobody has
 * that address. For whoever may read the secret's file: the operator of this machine.
 */
export async function newSignInLink({
  databaseUrl,
  secretFile,
  baseUrl,
  email = FIRST_PERSON.email,
}: {
  databaseUrl: string
  secretFile: string
  baseUrl: string
  email?: string
}): Promise<string | null> {
  const pool = openAuthPool(databaseUrl)
  let url: string | null = null
  try {
    const auth = createAuth({
      pool,
      secret: await readSecret(secretFile),
      baseUrl,
      origins: ownOrigins(baseUrl),
      deliverLink: (link) => {
        url = link.url
      },
      log: () => {},
    })
    await auth.api.signInMagicLink({ body: { email, callbackURL: '/' }, headers: new Headers() })
    return url
  } finally {
    await pool.end()
  }
}
