import type { Log } from '@driftbild/collectors'

export type Line = { event: string } & Record<string, unknown>

/** One JSON object a line, for whoever runs us. */
export function lineWriter(write: (text: string) => void): (line: Line) => void {
  return (line) => write(`${JSON.stringify(line)}\n`)
}

export const logTo =
  (say: (line: Line) => void): Log =>
  (level, message, context) =>
    say({ event: 'log', level, message, ...context })
