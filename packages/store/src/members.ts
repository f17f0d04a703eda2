import type { Membership, Municipality } from '@driftbild/core'
import type { Database, Tx } from './database.ts'

/** Every membership of a user, wherever; what sign-in needs before a municipality is chosen. */
export const listMemberships = (db: Database, user: string): Promise<Membership[]> =>
  db.across((tx) =>
    tx.query(
      `select user_id as user, municipality, service, role from membership
       where user_id = $1 order by municipality, service nulls first, role`,
      [user],
    ),
  )

/** Who works in this municipality. */
export const listMembers = (tx: Tx): Promise<(Membership & { name: string; email: string })[]> =>
  tx.query(
    `select m.user_id as user, m.municipality, m.service, m.role, u.name, u.email
     from membership m join auth."user" u on u.id = m.user_id
     order by u.name, m.service nulls first, m.role`,
  )

/** What some people are called; those who are gone are left out. */
export async function namesOf(tx: Tx, users: readonly string[]): Promise<Map<string, string>> {
  if (users.length === 0) return new Map()
  const rows = await tx.query<{ id: string; name: string }>(
    'select id, name from auth."user" where id = any ($1)',
    [[...new Set(users)]],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function addMembership(
  tx: Tx,
  { user, service, role }: Omit<Membership, 'municipality'>,
): Promise<void> {
  await tx.query(
    'insert into membership (user_id, service, role) values ($1, $2, $3) on conflict do nothing',
    [user, service, role],
  )
}

export async function removeMembership(
  tx: Tx,
  { user, service, role }: Omit<Membership, 'municipality'>,
): Promise<boolean> {
  const removed = await tx.query(
    'delete from membership where user_id = $1 and service is not distinct from $2 and role = $3 returning 1',
    [user, service, role],
  )
  return removed.length > 0
}

/** All municipalities of this installation; without any, nothing was ever put in. */
export const listMunicipalities = (db: Database): Promise<Municipality[]> =>
  db.across((tx) => tx.query('select code, name, zone, simulated, recording from municipality order by code'))

/** Whether anybody may sign in yet; while not, the start prints a one-time link. */
export const hasMembers = (db: Database): Promise<boolean> =>
  db.across(async (tx) => {
    const [row] = await tx.query<{ any: boolean }>('select exists (select from membership) as any')
    return row!.any
  })
