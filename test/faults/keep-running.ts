import { once } from 'node:events'
import type { Line, Started } from '../chain/process.ts'

/** One process of the chain, started again whenever it ends, as its supervisor does. */
export interface Part {
  /** Resolves with its `ready` line when it runs. */
  ready(): Promise<Line>
  /** SIGKILL; it is on its way up again when this resolves. */
  kill(): Promise<void>
  /** As a person's restart; it is on its way up again when this resolves. */
  restart(): Promise<void>
  /** Stays down while `meanwhile` runs, and is started again after it. */
  down(signal: 'SIGTERM' | 'SIGKILL', meanwhile: () => Promise<void>): Promise<void>
  /** A line on its input. */
  tell(line: string): void
  stop(): Promise<void>
}

/** Milliseconds until one that ended by itself is started again. */
const AGAIN = 500
/** Milliseconds that a start may take on a machine with other things to do. */
const STARTS_WITHIN = 90_000

export function keepRunning(name: string, launch: () => Started): Part {
  let current: Started
  let isHeld = false
  const begin = (): void => {
    const started = launch()
    current = started
    started.child.stdin!.on('error', () => undefined)
    started.child.once('close', () => {
      if (isHeld) return
      setTimeout(() => {
        if (!isHeld && current === started) begin()
      }, AGAIN)
    })
  }
  const isAlive = ({ child }: Started): boolean => child.exitCode === null && child.signalCode === null
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    const { child } = current
    if (!isAlive(current)) return
    const closed = once(child, 'close')
    child.kill(signal)
    await closed
  }
  const down: Part['down'] = async (signal, meanwhile) => {
    isHeld = true
    await end(signal)
    try {
      await meanwhile()
    } finally {
      isHeld = false
      begin()
    }
  }
  begin()
  return {
    async ready() {
      const deadline = performance.now() + STARTS_WITHIN
      for (;;) {
        const one = current
        const line = isAlive(one) ? await one.said('ready').catch(() => null) : null
        if (line && isAlive(one)) return line
        if (performance.now() > deadline) throw new Error(`${name} does not come up: ${one.errors.at(-1)}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    kill: () => down('SIGKILL', async () => undefined),
    restart: () => down('SIGTERM', async () => undefined),
    down,
    tell: (line) => void current.child.stdin!.write(`${line}\n`),
    async stop() {
      isHeld = true
      await end('SIGTERM')
    },
  }
}
