import { fstatSync } from 'node:fs'

/** Aborts when a person or whoever started us wants us to end: a signal, or the pipe to us that closes. */
export function untilStopped(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort())
  const input = fstatSync(0)
  if (input.isFIFO() || input.isSocket()) {
    process.stdin
      .on('end', () => stop.abort())
      .on('error', () => stop.abort())
      .resume()
  }
  return stop.signal
}
