import { z } from 'zod'
import { ProblemBody } from '../contract/index.ts'
import type { App } from './app-env.ts'
import type { Guard } from './guard.ts'
import { access, type RouteName } from './rights.ts'

/** What every route may answer instead. */
export const problems = {
  '4XX': {
    description: 'Something that the sender can mend',
    content: { 'application/problem+json': { schema: ProblemBody } },
  },
  '5XX': {
    description: 'Something that the sender can’t; 503 carries Retry-After',
    content: { 'application/problem+json': { schema: ProblemBody } },
  },
} as const

/** Answers of a route that gives this, or a problem. */
export const gives = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
  ...problems,
})

export const takes = <S extends z.ZodType>(schema: S) => ({
  body: { required: true as const, content: { 'application/json': { schema } } },
})

/** Parameters of a path below a municipality. */
export const inMunicipality = <T extends z.ZodRawShape>(more: T) =>
  z.object({ kommunkod: z.string().regex(/^\d{4}$/), ...more })

/** Puts the guards of the table in front of everything that is registered after. */
export function guardAll(app: App, guard: Guard): void {
  for (const name of Object.keys(access) as RouteName[]) {
    const [method, path] = name.split(' ') as [string, string]
    app.on(method, path.replaceAll(/\{(.+?)\}/g, ':$1'), guard(name))
  }
}

/** A route without a line in the table would be open to everybody; a line without a route guards nothing. */
export function requireGuarded(app: App): void {
  const registered = new Set(
    app.openAPIRegistry.definitions.flatMap((d) =>
      d.type === 'route' ? [`${d.route.method.toUpperCase()} ${d.route.path}`] : [],
    ),
  )
  const open = [...registered].filter((name) => !(name in access))
  const idle = Object.keys(access).filter((name) => !registered.has(name))
  if (open.length > 0) throw new Error(`no line in the table of rights: ${open.join(', ')}`)
  if (idle.length > 0) throw new Error(`lines in the table of rights without a route: ${idle.join(', ')}`)
}
