import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Mistake } from '../mistake.ts'

/** A line that a child prints: JSON with the name of what happened. */
export type ChildEvent = { event: string } & Record<string, unknown>

export interface ChildSpec {
  name: string
  /** Path of the script, then its arguments. */
  command: string[]
  env?: Record<string, string>
  /** Folder for what it writes. */
  logs: string
  onEvent: (event: ChildEvent) => void
  /** Whether to start it again when it dies; a one-off child is not. */
  restart: boolean
}

export interface Child {
  name: string
  /** Resolves with the first `ready`; rejects with a Mistake when the child gives up before it. */
  ready: Promise<ChildEvent>
  /** Resolves when it ended for good, with its exit code. */
  ended: Promise<number>
  /** Resolves with why, when it ended for good although nobody told it to. */
  gaveUp: Promise<Mistake>
  pid(): number | undefined
  stop(): Promise<void>
}

const SLOWEST_RESTART = 10_000
const KILL_AFTER = 8_000
/** Characters of what a child printed as errors that are looked at. */
const MOST_ERRORS = 10_000
/** Exit code by which a child says that starting it again won't help; it has told why. */
const GIVE_UP = 78

/**
 * Starts a process and keeps it running. Its standard input is a pipe that only closes with us, so that it
 * ends when we do, however we end.
 */
export function startChild(spec: ChildSpec): Child {
  mkdirSync(spec.logs, { recursive: true })
  const logFile = join(spec.logs, `${spec.name}.log`)
  const log = (text: string): void => {
    try {
      appendFileSync(logFile, text)
    } catch {
      // A full disk is told by others, and is no reason to end.
    }
  }
  const ready = Promise.withResolvers<ChildEvent>()
  const ended = Promise.withResolvers<number>()
  const gaveUp = Promise.withResolvers<Mistake>()
  ready.promise.catch(() => {})
  let stopping = false
  let failures = 0
  let process: ChildProcess | undefined
  let said = ''

  const run = async (): Promise<void> => {
    for (;;) {
      const started = performance.now()
      said = ''
      process = spawnOnce(spec, log, (event) => {
        if (event.event === 'ready') ready.resolve(event)
        if (event.event === 'log' && event.level === 'error') said = String(event.message)
        spec.onEvent(event)
      })
      let errors = ''
      process.stderr?.setEncoding('utf8').on('data', (text: string) => {
        log(text)
        if (errors.length < MOST_ERRORS) errors += text
      })
      const [code, signal] = (await once(process, 'close')) as [number | null, string | null]
      if (stopping || (!spec.restart && code === 0) || code === GIVE_UP || !spec.restart) {
        const why = said || errorIn(errors) || (signal ?? `exit ${code}`)
        const advice = `What it said is in ${logFile}.`
        ready.reject(new Mistake(`${spec.name} could not start: ${why}`, advice))
        if (!stopping && code !== 0) gaveUp.resolve(new Mistake(`${spec.name} has given up: ${why}`, advice))
        ended.resolve(code ?? 1)
        return
      }
      if (performance.now() - started > 60_000) failures = 0
      spec.onEvent({ event: 'died', code, signal })
      await sleep(Math.min(SLOWEST_RESTART, 250 * 2 ** failures++))
      if (stopping) {
        ended.resolve(code ?? 1)
        return
      }
    }
  }
  void run()

  return {
    name: spec.name,
    ready: ready.promise,
    ended: ended.promise,
    gaveUp: gaveUp.promise,
    pid: () => process?.pid,
    async stop() {
      stopping = true
      process?.stdin?.end()
      process?.kill('SIGTERM')
      const kill = setTimeout(() => process?.kill('SIGKILL'), KILL_AFTER)
      await ended.promise
      clearTimeout(kill)
    },
  }
}

function spawnOnce(
  spec: ChildSpec,
  log: (text: string) => void,
  onEvent: (event: ChildEvent) => void,
): ChildProcess {
  const [script, ...args] = spec.command
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script!, ...args], {
    env: { ...process.env, ...spec.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A Ctrl-C in the terminal is for us alone: we stop the parts in their order.
    detached: true,
  })
  child.stdin.on('error', () => {})
  createInterface({ input: child.stdout }).on('line', (line) => {
    log(`${line}\n`)
    const event = parseEvent(line)
    if (event) onEvent(event)
  })
  child.on('error', (cause) => onEvent({ event: 'log', level: 'error', message: String(cause) }))
  return child
}

/** What an uncaught error says, or else what was said first. */
function errorIn(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.find((line) => /^\w*Error\b.*: /.test(line)) ?? lines[0] ?? ''
}

function parseEvent(line: string): ChildEvent | null {
  if (!line.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && 'event' in value ? (value as ChildEvent) : null
  } catch {
    return null
  }
}
