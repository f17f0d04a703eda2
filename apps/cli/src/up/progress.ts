/** What a person sees while the parts start: a line a part, rewritten in place on a terminal. */
export interface Progress {
  /** States where a part stands; `done` ends it with a tick. */
  say(part: string, message: string, done?: boolean): void
  /** Prints a line that stays, above the parts. */
  print(line: string): void
  /** The same, but not again for a while: what fails every few seconds would drown the rest. */
  warn(line: string): void
}

const AGAIN_AFTER = 600_000

export function createProgress(out: NodeJS.WriteStream): Progress {
  const startedAt = performance.now()
  const lines = new Map<string, string>()
  const warned = new Map<string, number>()
  let drawn = 0
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s`
  const erase = () => {
    if (drawn > 0) out.write(`\x1b[${drawn}A\x1b[J`)
    drawn = 0
  }
  const draw = () => {
    const width = (out.columns ?? 100) - 1
    for (const line of lines.values()) out.write(`${line.slice(0, width)}\n`)
    drawn = lines.size
  }
  const print = (line: string) => {
    if (out.isTTY) erase()
    out.write(`${line}\n`)
    if (out.isTTY) draw()
  }
  return {
    print,
    warn(line) {
      const now = performance.now()
      if (now - (warned.get(line) ?? -AGAIN_AFTER) < AGAIN_AFTER) return
      warned.set(line, now)
      print(line)
    },
    say(part, message, done = false) {
      const line = `${done ? '✓' : '·'} ${seconds()}  ${part.padEnd(10)} ${message}`
      if (!out.isTTY) {
        if (lines.get(part) !== message || done) out.write(`${line}\n`)
        lines.set(part, message)
        return
      }
      erase()
      lines.set(part, line)
      draw()
    },
  }
}
