import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface Line {
  event: string
  [name: string]: unknown
}

/** One of our programs as a process, with the lines that it has said. */
export interface Started {
  child: ChildProcess
  lines: Line[]
  errors: string[]
  /** The first line of that name, said already or yet to come; rejects when the process ends without it. */
  said(event: string): Promise<Line>
  stop(): Promise<number | null>
}

export function startProcess(
  script: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  cwd?: string,
): Started {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd ? { cwd } : {}),
  })
  const lines: Line[] = []
  const errors: string[] = []
  const waiting = new Map<string, PromiseWithResolvers<Line>>()
  createInterface({ input: child.stdout }).on('line', (text) => {
    if (!text.startsWith('{')) return
    const line = JSON.parse(text) as Line
    lines.push(line)
    waiting.get(line.event)?.resolve(line)
  })
  createInterface({ input: child.stderr }).on('line', (text) => errors.push(text))
  const ended = once(child, 'close')
  void ended.then(() => {
    const told = [...errors.slice(-5), ...lines.slice(-3).map((line) => JSON.stringify(line))]
    for (const one of waiting.values()) one.reject(new Error(`${script} ended: ${told.join(' | ')}`))
  })
  return {
    child,
    lines,
    errors,
    said(event) {
      const known = lines.find((line) => line.event === event)
      if (known) return Promise.resolve(known)
      const one = waiting.get(event) ?? Promise.withResolvers<Line>()
      waiting.set(event, one)
      if (child.exitCode !== null || child.signalCode !== null) one.reject(new Error(`${script} has ended`))
      return one.promise
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await ended
      }
      return child.exitCode
    },
  }
}

/** Asks again until the answer is one; the last one that was not is named when it takes too long. */
export async function eventually<T>(
  what: string | (() => string),
  ask: () => Promise<T | null | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + 90_000
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > deadline)
      throw new Error(`still not: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
