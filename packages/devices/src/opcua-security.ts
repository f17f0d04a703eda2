import { z } from 'zod'

const Mode = z.enum(['None', 'Sign', 'SignAndEncrypt'])

/** Strongest first. The older ones (Basic128Rsa15, Basic256) are broken and never used. */
export const opcuaPolicies = ['Aes256_Sha256_RsaPss', 'Aes128_Sha256_RsaOaep', 'Basic256Sha256'] as const

/** How a connection is secured. Without a policy it is the strongest that the server offers. */
const ModeAndPolicy = z
  .strictObject({ mode: Mode.default('SignAndEncrypt'), policy: z.enum(opcuaPolicies).optional() })
  .refine(({ mode, policy }) => mode !== 'None' || policy === undefined, {
    path: ['policy'],
    error: 'mode None has no policy: leave it out',
  })

/** The mode alone, or with a policy. */
export const OpcuaSecurity = z.union([Mode, ModeAndPolicy], {
  error: 'None, Sign, SignAndEncrypt or { mode, policy } is needed',
})

export interface Secured {
  mode: z.infer<typeof Mode>
  policy: (typeof opcuaPolicies)[number] | null
}

export function securityOf({ security }: { security: z.infer<typeof OpcuaSecurity> }): Secured {
  if (typeof security === 'string') return { mode: security, policy: null }
  return { mode: security.mode, policy: security.policy ?? null }
}

/** Who the server takes us for. The secret is never in here: it is in a file or in the environment. */
export type OpcuaUser =
  | { name: string; passwordFile: string }
  | { name: string; passwordEnv: string }
  | { certificateFile: string; privateKeyFile: string }

const text = z.string().min(1).optional()

export const OpcuaUser = z
  .strictObject({
    name: text,
    passwordFile: text,
    passwordEnv: text,
    certificateFile: text,
    privateKeyFile: text,
    password: z
      .never(
        'a password must not stand in this file: write it to a file that only the edge can read (chmod 600) and name that in passwordFile, or name an environment variable in passwordEnv',
      )
      .optional(),
  })
  .refine(isOneKind, {
    error:
      'a user is { name, passwordFile }, { name, passwordEnv } or { certificateFile, privateKeyFile }: one of the three, whole',
  })
  .transform((user) => user as OpcuaUser)

const kinds = ['name,passwordFile', 'name,passwordEnv', 'certificateFile,privateKeyFile']

function isOneKind(user: object): boolean {
  const given = Object.entries(user).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  return kinds.includes(given.sort().join(','))
}
