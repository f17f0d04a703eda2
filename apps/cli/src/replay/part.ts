import { Mistake } from '../mistake.ts'
import { type ChildEvent, startChild } from '../up/child.ts'
import type { Progress } from '../up/progress.ts'

/** A process that a replay needs. What ends it for good is told as the person's mistake, in its own words. */
export interface Part {
  ready: Promise<ChildEvent>
  /** Never resolves; rejects when the process ends by itself and is not started again. */
  gaveUp: Promise<never>
  stop(): Promise<void>
}

interface PartSpec {
  /** What it is called in front of a person. */
  part: string
  /** Which replay it belongs to. */
  id: string
  /** Path of the script, then its arguments. */
  command: string[]
  logs: string
  progress: Progress
}

export function startPart({ part, id, command, logs, progress }: PartSpec): Part {
  const name = `${part}-${id}`
  let isReady = false
  /** The last that was said before it was ready: why it never will be, or isn't yet. */
  let error: string | null = null
  let stopping = false
  const child = startChild({
    name,
    command,
    logs,
    restart: true,
    onEvent(event) {
      if (event.event === 'ready') isReady = true
      else if (event.event === 'progress') progress.say(part, String(event.message))
      else if (event.event === 'died') {
        progress.print(`${part} ended and is started again${error === null ? '' : `: ${error}`}`)
      } else if (event.event === 'log' && event.level !== 'info') {
        if (event.level === 'error') error = String(event.message)
        if (event.level === 'warn' || isReady) progress.print(`${part}: ${event.message}`)
      }
    },
  })
  const why = (cause?: unknown) =>
    new Mistake(error ?? `${name} ended`, error === null ? `${logs}/${name}.log says more.` : null, { cause })
  const gaveUp = child.ended.then(() => (stopping ? new Promise<never>(() => {}) : Promise.reject(why())))
  gaveUp.catch(() => {})
  return {
    ready: child.ready.catch((cause) => {
      throw why(cause)
    }),
    gaveUp,
    stop() {
      stopping = true
      return child.stop()
    },
  }
}
