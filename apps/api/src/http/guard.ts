import {
  type Kommunkod,
  type Membership,
  mayDo,
  ProblemError,
  type Right,
  type Service,
} from '@driftbild/core'
import { collectorByKey, type Database } from '@driftbild/store'
import type { Context, MiddlewareHandler } from 'hono'
import { hashOf } from '../auth/keys.ts'
import type { People, Person } from '../auth/people.ts'
import type { AppEnv } from './app-env.ts'
import { notFound } from './problems.ts'
import { type Access, access, type RouteName } from './rights.ts'

export interface GuardParts {
  people: People
  db: Database
  /** Whether the request came from this machine itself, not through a proxy. */
  isLocal: (c: Context<AppEnv>) => boolean
}

export type Guard = (route: RouteName) => MiddlewareHandler<AppEnv>

/** Lets a request through to its route, or answers for it. The table in rights.ts decides. */
export const createGuard = (parts: GuardParts): Guard => {
  const check: { [W in Access['who']]: (c: Context<AppEnv>, rule: Extract<Access, { who: W }>) => unknown } =
    {
      anyone: () => {},
      operator: async (c) => {
        if (parts.isLocal(c)) return
        const person = await signedIn(parts.people, c)
        if (!person.memberships.some((m) => m.role === 'admin')) throw forbidden('manage-members')
      },
      'signed-in': (c) => signedIn(parts.people, c),
      member: async (c, { right }) => {
        const person = await signedIn(parts.people, c)
        const code = c.req.param('kommunkod')
        // Whether a municipality is here at all is nobody's business who has no part in it.
        if (!person.memberships.some((m) => m.municipality === code)) throw notFound(code)
        if (!mayDo(person.memberships, right, code!, null)) throw forbidden(right)
      },
      collector: (c) => holdsKey(parts.db, c),
    }
  return (route) => {
    const rule: Access = access[route]
    return async (c, next) => {
      await check[rule.who](c, rule as never)
      await next()
    }
  }
}

async function signedIn(people: People, c: Context<AppEnv>): Promise<Person> {
  const person = await people.whoAsks(c.req.raw.headers)
  if (!person) throw new ProblemError(401, { code: 'sign-in' })
  c.set('person', person)
  return person
}

async function holdsKey(db: Database, c: Context<AppEnv>): Promise<void> {
  const key = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
  if (!key) throw new ProblemError(401, { code: 'collector-key' })
  const municipality = c.req.param('kommunkod') ?? ''
  if (!/^\d{4}$/.test(municipality)) throw notFound(municipality)
  const collector = await db.transaction({ municipality, role: 'api' }, (tx) =>
    collectorByKey(tx, hashOf(key)),
  )
  // A key of another collector or municipality is as good as none; which of it is true is not told.
  if (!collector || collector.id !== c.req.param('id')) throw new ProblemError(401, { code: 'collector-key' })
  c.set('collector', collector)
}

export const forbidden = (right: Right, service: Service | null = null): ProblemError =>
  new ProblemError(403, { code: 'forbidden', context: { right, ...(service && { service }) } })

/** The right again, now for the service of what the request turned out to be about. */
export function requireFor(person: Person, right: Right, municipality: Kommunkod, service: Service): void {
  if (!mayDo(person.memberships, right, municipality, service)) throw forbidden(right, service)
}

export function personOf(c: Context<AppEnv>): Person {
  const person = c.get('person')
  if (!person) throw new Error(`${c.req.method} ${c.req.path} is open to everybody and asked for a person`)
  return person
}

export const membershipsIn = (person: Person, municipality: Kommunkod): Membership[] =>
  person.memberships.filter((m) => m.municipality === municipality)
