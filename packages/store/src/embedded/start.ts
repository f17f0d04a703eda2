import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface EngineLine {
  event: 'ready' | 'heartbeat' | 'log'
  url?: string
  level?: 'info' | 'warn' | 'error'
  message?: string
  longestHold?: number
}

export interface EmbeddedOptions {
  /** Where the engine keeps its data; made if it isn't there. */
  folder: string
  /** The engine's main file, where the code is bundled. */
  main?: string
  /** Milliseconds without a sign of life after which it is killed. No statement may take that long. */
  hangsAfter?: number
  onLog?(level: 'info' | 'warn' | 'error', text: string): void
}

export interface EmbeddedEngine {
  /** For openDatabase; the same after a restart. */
  readonly url: string
  /** Of the process that runs now. */
  readonly pid: number
  /** Milliseconds that one client held the engine at most. */
  readonly longestHold: number
  /** Times that it had to be started again. */
  readonly restarts: number
  stop(): Promise<void>
  /** Called once when the engine is gone for good: with the reason, or null after `stop`. */
  onExit(listener: (error: Error | null) => void): void
}

const EXIT_UNUSABLE = 3
/** It is given up when it broke this often within a minute. */
const MOST_RESTARTS = 5
const MINUTE = 60_000
/** A start may have a long write-ahead log to replay, and says nothing meanwhile. */
const STARTS_WITHIN = 10 * MINUTE

/**
 * Starts the embedded engine and keeps it running: when it dies or hangs it is started again, clients connect
 * anew. Rejects when it can't be started, with what a person can do about it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const { folder, hangsAfter = MINUTE, onLog = () => {} } = options
  const main = options.main ?? fileURLToPath(new URL('./main.ts', import.meta.url))
  const listeners: ((error: Error | null) => void)[] = []
  const broke: number[] = []
  let stopping = false
  let restarts = 0
  let longestHold = 0
  let running = launch()
  const url = await running.ready
  watch()

  function launch(): Running {
    return launchEngine({
      main,
      folder,
      hangsAfter,
      onLog,
      onHold: (ms) => (longestHold = Math.max(longestHold, ms)),
    })
  }

  function watch(): void {
    running.exit.then((error) => {
      if (stopping) return finish(null)
      const now = performance.now()
      broke.push(now)
      const lately = broke.filter((at) => now - at < MINUTE).length
      if (error.fatal || lately > MOST_RESTARTS) return finish(error)
      onLog('warn', `${error.message}; it is started again`)
      restarts++
      running = launch()
      // A failed start ends the process, which `exit` tells.
      running.ready.catch(() => {})
      watch()
    })
  }

  function finish(error: Error | null): void {
    for (const listener of listeners) listener(error)
  }

  return {
    url,
    get pid() {
      return running.child.pid!
    },
    get longestHold() {
      return longestHold
    },
    get restarts() {
      return restarts
    },
    async stop() {
      stopping = true
      running.child.stdin?.end()
      await running.exit
    },
    onExit: (listener) => listeners.push(listener),
  }
}

class EngineExit extends Error {
  readonly fatal: boolean
  constructor(text: string, fatal: boolean) {
    super(text)
    this.fatal = fatal
  }
}

interface Running {
  child: ChildProcess
  ready: Promise<string>
  exit: Promise<EngineExit>
}

interface LaunchOptions extends Required<Omit<EmbeddedOptions, 'onLog'>> {
  onLog: NonNullable<EmbeddedOptions['onLog']>
  onHold(milliseconds: number): void
}

function launchEngine({ main, folder, hangsAfter, onLog, onHold }: LaunchOptions): Running {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, '--folder', folder], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A Ctrl-C in the terminal is for the parent, which stops the engine's clients first.
    detached: true,
  })
  let lastError = ''
  let hung = false
  const kill = () => {
    hung = true
    child.kill('SIGKILL')
  }
  let hang = setTimeout(kill, STARTS_WITHIN)
  const ready = Promise.withResolvers<string>()
  createInterface({ input: child.stdout! }).on('line', (text) => {
    hang.refresh()
    const line = JSON.parse(text) as EngineLine
    if (line.event === 'ready') {
      clearTimeout(hang)
      hang = setTimeout(kill, hangsAfter)
      ready.resolve(line.url!)
    } else if (line.event === 'heartbeat') onHold(line.longestHold!)
    else {
      if (line.level === 'error') lastError = line.message!
      onLog(line.level!, line.message!)
    }
  })
  createInterface({ input: child.stderr! }).on('line', (text) => {
    lastError ||= text
    onLog('error', text)
  })
  const exit = new Promise<EngineExit>((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(hang)
      const why = hung ? 'it gave no sign of life' : lastError || `exit ${code ?? signal}`
      const error = new EngineExit(
        code === EXIT_UNUSABLE ? lastError : `the embedded engine stopped: ${why}`,
        code === EXIT_UNUSABLE,
      )
      ready.reject(error)
      resolve(error)
    })
  })
  return { child, ready: ready.promise, exit }
}
