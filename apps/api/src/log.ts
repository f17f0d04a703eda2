export type Level = 'info' | 'warn' | 'error'
export type Fields = Record<string, string | number | boolean | null | undefined>

export type Log = (level: Level, message: string, fields?: Fields) => void

/** What this process tells its parent and its journal: one JSON object a line. */
export interface Speaker {
  say(event: string, fields: Fields): void
  log: Log
}

export function jsonSpeaker(write: (line: string) => void): Speaker {
  const say = (event: string, fields: Fields) => write(`${JSON.stringify({ event, ...fields })}\n`)
  return { say, log: (level, message, fields = {}) => say('log', { level, message, ...fields }) }
}

/** An error with its causes in one line; a stack belongs to the field of that name. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const name = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return `${name}${error.message}${error.cause === undefined ? '' : ` ← ${describeError(error.cause)}`}`
}
