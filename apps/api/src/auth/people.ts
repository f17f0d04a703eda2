import type { Membership } from '@driftbild/core'
import { type Database, listMemberships } from '@driftbild/store'
import type { Auth } from './auth.ts'

/** Who is asking, and what they may do where. */
export interface Person {
  id: string
  name: string
  email: string
  memberships: Membership[]
}

export interface People {
  /** Null for somebody who is not signed in. */
  whoAsks(headers: Headers): Promise<Person | null>
  /** After a sign-out or a change of memberships nothing remembered counts any more. */
  forget(): void
}

const REMEMBERED_MS = 10_000
const MOST_REMEMBERED = 1_000

/**
 * A page asks for dozens of things at once, and the embedded engine answers one at a time: who holds a session
 * is remembered for a few seconds.
 */
export function createPeople(auth: Auth, db: Database, clock: () => number): People {
  const remembered = new Map<string, { until: number; person: Promise<Person | null> }>()

  const ask = async (headers: Headers): Promise<Person | null> => {
    const found = await auth.api.getSession({ headers })
    if (!found) return null
    const { id, name, email } = found.user
    return { id, name, email, memberships: await listMemberships(db, id) }
  }

  return {
    whoAsks(headers) {
      const cookie = headers.get('cookie')
      if (!cookie) return Promise.resolve(null)
      const known = remembered.get(cookie)
      if (known && known.until > clock()) return known.person
      const person = ask(headers)
      person.catch(() => remembered.delete(cookie))
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      remembered.set(cookie, { until: clock() + REMEMBERED_MS, person })
      return person
    },
    forget: () => remembered.clear(),
  }
}
