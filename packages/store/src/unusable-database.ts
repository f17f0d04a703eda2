/** The database is not one that this version of Driftbild can work with; the message says what to do. */
export class UnusableDatabase extends Error {}

/** What a person has to put right before a connection can succeed, by PostgreSQL's or Node's code. */
const mistakes: Readonly<Record<string, string>> = {
  '28P01': 'It refuses the password or the user: correct them in DATABASE_URL',
  '28000': 'It does not let this user in: correct DATABASE_URL, or the server’s pg_hba.conf',
  '3D000': 'Make the database there (createdb), or correct DATABASE_URL',
  '42501': 'Give the user the right, or name another one in DATABASE_URL',
  ERR_INVALID_URL: 'An address of a database reads postgresql://user:password@host:5432/name',
}

/** The failure of a connection in words; an UnusableDatabase where trying again is no use. */
export function connectionFailure(url: string, cause: unknown): Error {
  const { code = '', message } = cause as { code?: string; message: string }
  const where = `the database at ${withoutPassword(url)}`
  const isWithoutPassword = /password must be a string/.test(message)
  const hint = isWithoutPassword ? mistakes['28P01'] : mistakes[code]
  if (!hint) return new Error(`${where} does not answer`, { cause })
  return new UnusableDatabase(`${where}: ${isWithoutPassword ? 'a password is needed' : message}. ${hint}`, {
    cause,
  })
}

const withoutPassword = (url: string): string => url.replace(/(:\/\/[^:/@]+):[^@]*@/, '$1@')
