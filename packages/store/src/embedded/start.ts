import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { UnusableFolder } from './unusable-folder.ts'

export interface EngineLine {
  event: 'ready' | 'heartbeat' | 'log'
  url?: string
  level?: 'info' | 'warn' | 'error'
  message?: string
  /** Why it can't work with its folder. */
  code?: UnusableFolder['code']
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
/** Until it is tried again on a disk that was full. */
const ROOM_AFTER = 5_000
/** A start may have a long write-ahead log to replay, and says nothing meanwhile. */
const STARTS_WITHIN = 10 * MINUTE

/**
 * Starts the embedded engine and keeps it running: when it dies or hangs it is started again, clients connect
 * anew; on a disk that has become full, once there is room. Rejects when it can't be started, with what a person
 * can do about it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const { folder, hangsAfter = MINUTE, onLog = () => {} } = options
  const main = options.main ?? fileURLToPath(new URL('./main.ts', import.meta.url))
  const listeners: ((error: Error | null) => void)[] = []
  const broke: number[] = []
  let stopping = false
  let restarts = 0
  let longestHold = 0
  let waitsForRoom = false
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
    running.exit.then(async (error) => {
      if (stopping) return finish(null)
      if (error.code === 'disk-full') {
        if (!waitsForRoom) onLog('error', `${error.message}. The engine goes on by itself once there is some`)
        waitsForRoom = true
        await sleep(ROOM_AFTER)
        if (stopping) return finish(null)
        return again()
      }
      const now = performance.now()
      broke.push(now)
      const lately = broke.filter((at) => now - at < MINUTE).length
      if (error.code !== null || lately > MOST_RESTARTS) return finish(error)
      onLog('warn', `${error.message}; it is started again`)
      again()
    })
  }

  function again(): void {
    restarts++
    running = launch()
    running.ready.then(
      () => {
        waitsForRoom = false
      },
      // A failed start ends the process, which `exit` tells.
      () => {},
    )
    watch()
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
  /** Null where it broke while it ran: it may run again. */
  readonly code: UnusableFolder['code'] | null
  constructor(text: string, code: EngineExit['code']) {
    super(text)
    this.code = code
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
  let unusable: EngineExit['code'] = null
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
      unusable ??= line.code ?? null
      // Who waits for room says so once.
      if (line.code !== 'disk-full') onLog(line.level!, line.message!)
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
      const error =
        code === EXIT_UNUSABLE
          ? new EngineExit(lastError, unusable ?? 'corrupt')
          : new EngineExit(`the embedded engine stopped: ${why}`, null)
      ready.reject(error)
      resolve(error)
    })
  })
  return { child, ready: ready.promise, exit }
}
