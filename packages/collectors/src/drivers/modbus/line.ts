import { lineName, lineOf, type ModbusDevice, type ModbusLine } from '@driftbild/devices'
import { type Client, type Connection, openConnection } from './connection.ts'

/** What became of a request. */
export type Outcome<T> =
  | { value: T }
  | { exception: number }
  /** No proper answer; whether the unit acted on it is unknown. */
  | { unanswered: Error }
  | { unconnected: Error }
  /** The asker gave up while it waited for its turn. */
  | { withdrawn: true }

export interface Question<T> {
  unit: number
  /** Milliseconds. */
  timeout: number
  signal: AbortSignal
  ask(client: Client): Promise<T>
}

/**
 * What several units share: a gateway's connection or a serial line. One request is on its way at a time, in
 * the order in which they were put; a unit asks anew only when it has its answer, so none comes twice before
 * another's turn. Connects when it is first needed, and closes when nobody is left.
 */
export interface Line {
  ask<T>(question: Question<T>): Promise<Outcome<T>>
  /** Counts its user until the function that it returns is called. */
  enter(): () => void
  /** Speaks otherwise from its next connection on: another framing or other serial settings. */
  speak(address: ModbusLine): void
}

/** The line of each device; equal addresses share one. */
export type ModbusLines = (device: ModbusDevice) => Line

export function modbusLines(): ModbusLines {
  const lines = new Map<string, Line>()
  return (device) => {
    const address = lineOf(device)
    const name = lineName(address)
    const line = lines.get(name) ?? makeLine(address)
    lines.set(name, line)
    // The devices of one site agree about their line; after a change of the site it may be another way.
    line.speak(address)
    return line
  }
}

interface Waiting extends Question<unknown> {
  settle(outcome: Outcome<never> | { value: unknown }): void
}

export function makeLine(first: ModbusLine): Line {
  let address = first
  const waiting: Waiting[] = []
  /** When a unit may be asked again, by unit. */
  const restsUntil = new Map<number, number>()
  let connection: Connection | null = null
  /** A serial line can be opened again when it is closed, not when closing begins. */
  let closed: Promise<void> = Promise.resolve()
  let afterFailure = false
  let users = 0
  let working = false
  /** Ends the pause in which every unit that waits is resting. */
  let wake = (): void => undefined

  function drop(): void {
    if (connection) closed = connection.close()
    connection = null
  }

  async function work(): Promise<void> {
    if (working) return
    working = true
    while (waiting.length > 0) await step()
    working = false
    if (users === 0) drop()
  }

  async function step(): Promise<void> {
    const next = waiting.find((w) => !isResting(w.unit))
    if (!next) return rest()
    if (!connection?.isOpen()) {
      try {
        await closed
        connection = await openConnection(address, next.timeout, afterFailure)
        afterFailure = false
      } catch (cause) {
        // It would be the same for each of them, and each would wait for it again.
        for (const w of waiting.splice(0)) w.settle({ unconnected: cause as Error })
        return
      }
    }
    const current = connection
    await current.ready()
    const at = waiting.indexOf(next)
    // It may have been withdrawn meanwhile.
    if (at < 0) return
    waiting.splice(at, 1)
    const outcome = await exchange(current, next)
    if ('unanswered' in outcome) {
      drop()
      afterFailure = true
      // Without transaction ids only silence tells a late reply from the next one.
      if (address.type !== 'tcp') restsUntil.set(next.unit, performance.now() + next.timeout)
    }
    next.settle(outcome)
  }

  function rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, shortestRest())
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  const isResting = (unit: number): boolean => (restsUntil.get(unit) ?? 0) > performance.now()
  const shortestRest = (): number =>
    Math.max(1, Math.min(...waiting.map((w) => restsUntil.get(w.unit) ?? 0)) - performance.now())

  return {
    ask<T>(question: Question<T>): Promise<Outcome<T>> {
      return new Promise((resolve) => {
        const withdraw = () => {
          const at = waiting.indexOf(entry)
          if (at >= 0) waiting.splice(at, 1)
          entry.settle(at >= 0 ? { withdrawn: true } : { unanswered: new Error('given up') })
          wake()
        }
        const entry: Waiting = {
          ...question,
          settle(outcome) {
            question.signal.removeEventListener('abort', withdraw)
            resolve(outcome as Outcome<T>)
          },
        }
        if (question.signal.aborted) return resolve({ withdrawn: true })
        question.signal.addEventListener('abort', withdraw, { once: true })
        waiting.push(entry)
        wake()
        void work()
      })
    },
    enter() {
      users++
      return () => {
        users--
        if (users === 0) drop()
      }
    },
    speak(other) {
      address = other
    },
  }
}

async function exchange({ client, gone }: Connection, { unit, timeout, ask }: Waiting) {
  client.setID(unit)
  client.setTimeout(timeout)
  try {
    return { value: await Promise.race([ask(client), gone]) }
  } catch (cause) {
    const { modbusCode } = cause as { modbusCode?: number }
    return modbusCode === undefined ? { unanswered: cause as Error } : { exception: modbusCode }
  }
}
