import type { openAuthPool } from '@driftbild/store'
import { betterAuth } from 'better-auth'
import { magicLink } from 'better-auth/plugins/magic-link'
import type { Log } from '../log.ts'

/** Set by us from the connection, never taken from outside: whose requests are counted together. */
export const CLIENT_HEADER = 'x-driftbild-client'

/** Minutes that a sign-in link can be used, once. */
export const LINK_MINUTES = 20

/** A one-time link, and whom it lets in. */
export interface Link {
  email: string
  url: string
  user: { id: string; name: string }
}

export interface AuthOptions {
  pool: ReturnType<typeof openAuthPool>
  secret: string
  baseUrl: string
  origins: ReadonlySet<string>
  /** Hands a one-time link to the person who owns the address. Called for known people only. */
  deliverLink: (link: Link) => void
  log: Log
}

export type Auth = ReturnType<typeof createAuth>

/** Who somebody is. What they may do is ours: memberships. People are added by an administrator, never by themselves. */
export function createAuth({ pool, secret, baseUrl, origins, deliverLink, log }: AuthOptions) {
  return betterAuth({
    appName: 'Driftbild',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    database: pool,
    trustedOrigins: [...origins],
    emailAndPassword: { enabled: false },
    session: { expiresIn: 14 * 86_400, updateAge: 86_400 },
    rateLimit: {
      enabled: true,
      ...{ window: 60, max: 100, storage: 'memory' },
      customRules: { '/sign-in/magic-link': { window: 60, max: 5 } },
    },
    advanced: {
      cookiePrefix: 'driftbild',
      useSecureCookies: baseUrl.startsWith('https://'),
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
      // Our migrations make the tables, and a test signs in with them.
      database: { validateSchema: false },
    },
    telemetry: { enabled: false },
    logger: {
      disableColors: true,
      log: (level, message) => {
        // What it throws comes to us as well, with its cause.
        if (level !== 'debug' && message !== 'INTERNAL_SERVER_ERROR') log(level, `sign-in: ${message}`)
      },
    },
    plugins: [
      magicLink({
        expiresIn: LINK_MINUTES * 60,
        disableSignUp: true,
        storeToken: 'hashed',
        // A whole crew opens its links in one morning behind one address; no link can be guessed.
        rateLimit: { window: 60, max: 60 },
        sendMagicLink: async ({ email, url }, ctx) => {
          const known = await ctx?.context.internalAdapter.findUserByEmail(email)
          // The answer is the same for everybody, so that nobody learns who has an account; it doesn't wait for a mail.
          if (known) deliverLink({ email, url, user: { id: known.user.id, name: known.user.name } })
        },
      }),
    ],
  })
}
