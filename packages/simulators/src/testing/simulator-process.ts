import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { DeviceConfig } from '@driftbild/devices'

export type SimulatorEvent = { event: string } & Record<string, unknown>

export interface SimulatorProcess {
  child: ChildProcess
  /** Everything said so far. */
  events: SimulatorEvent[]
  /** The first event of that name; rejects when the process ends without it. */
  said(event: string): Promise<SimulatorEvent>
  ended: Promise<{ code: number | null; signal: string | null }>
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Runs `main.ts` as its supervisor would: a pipe on its input, events on its output. */
export function runSimulator(...args: string[]): SimulatorProcess {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'ignore'] })
  const events: SimulatorEvent[] = []
  const waiting: { event: string; resolve(event: SimulatorEvent): void }[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const event = JSON.parse(line) as SimulatorEvent
    events.push(event)
    for (const one of waiting) if (one.event === event.event) one.resolve(event)
  })
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  return {
    child,
    events,
    ended,
    said: (name) => {
      const before = events.find((event) => event.event === name)
      if (before) return Promise.resolve(before)
      return new Promise((resolve, reject) => {
        waiting.push({ event: name, resolve })
        void ended.then(() => reject(new Error(`ended without ${name}: ${JSON.stringify(events)}`)))
      })
    },
  }
}

export const devicesOf = (ready: SimulatorEvent): DeviceConfig[] =>
  DeviceConfig.array().parse(JSON.parse(readFileSync(ready.devices as string, 'utf8')))
