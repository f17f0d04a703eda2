export interface Stop {
  asked: boolean
}

/** The first Ctrl-C ends after the piece of work that is under way; a second one means it. */
export function stopAsked(): Stop {
  const stop = { asked: false }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.asked) process.exit(130)
      stop.asked = true
    })
  }
  return stop
}
