import { OpenAPIHono } from '@hono/zod-openapi'
import type { Person } from '../auth/people.ts'
import { invalid } from './problems.ts'

/** What the guard found out about a request. Asking for a person on a route without one is a bug and throws. */
export interface AppEnv {
  Variables: {
    person: Person | null
    collector: { id: string; name: string } | null
    /** Of the connection, or of the proxy's header behind one. */
    client: string
  }
}

export type App = OpenAPIHono<AppEnv>

export const newApp = (): App =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.target, result.error)
    },
  })
