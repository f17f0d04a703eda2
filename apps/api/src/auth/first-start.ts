import type { Kommunkod } from '@driftbild/core'
import { addMembership, type Database, listMembers, listMunicipalities } from '@driftbild/store'
import type { Auth } from './auth.ts'

/** Whoever signs in by the link of the first start; an address that nobody can have. */
export const FIRST_PERSON = { email: 'admin@driftbild.invalid', name: 'Administratör' }

/**
 * On a fresh installation: makes the first person and has a one-time link delivered, as long as nobody ever
 * signed in. There is no default password, so a link that was lost is replaced by the next start.
 */
export async function offerFirstLink(auth: Auth, db: Database): Promise<boolean> {
  const { internalAdapter } = await auth.$context
  if (await anySession(db)) return false
  if (!(await internalAdapter.findUserByEmail(FIRST_PERSON.email))) {
    await internalAdapter.createUser({ ...FIRST_PERSON, emailVerified: true }, { method: 'magic-link' })
  }
  await auth.api.signInMagicLink({
    body: { email: FIRST_PERSON.email, callbackURL: '/' },
    headers: new Headers(),
  })
  return true
}

/** A municipality where nobody may do anything yet belongs to the first person, as administrator and engineer. */
export async function giveToFirstPerson(auth: Auth, db: Database): Promise<Kommunkod[]> {
  const { internalAdapter } = await auth.$context
  const first = await internalAdapter.findUserByEmail(FIRST_PERSON.email)
  if (!first) return []
  const given: Kommunkod[] = []
  for (const { code } of await listMunicipalities(db)) {
    await db.transaction({ municipality: code, role: 'api' }, async (tx) => {
      if ((await listMembers(tx)).length > 0) return
      for (const role of ['admin', 'engineer'] as const) {
        await addMembership(tx, { user: first.user.id, service: null, role })
      }
      given.push(code)
    })
  }
  return given
}

const anySession = (db: Database): Promise<boolean> =>
  db.across(async (tx) => {
    const [row] = await tx.query<{ any: boolean }>('select exists (select from auth.session) as any')
    return row!.any
  })
