import { describeError, type Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'

export interface Task {
  name: string
  /** Milliseconds from the end of one run to the start of the next. */
  every: number
  /** Milliseconds before the first run; what can wait lets the start be quick. */
  after?: number
  /** True when there is more to do at once. */
  run(): Promise<boolean>
}

export interface Scheduler {
  /** Runs a task soon, without waiting for its time. */
  wake(name: string): void
  /** Lets what runs come to its end, starts nothing more. */
  stop(): Promise<void>
}

/** Between two slices of one task others get at the engine. */
const BREATH_MS = 15
const SLOWEST_MS = 60_000

/** Runs each task again and again, never twice at once. One that fails is tried again, less and less often. */
export function startScheduler(tasks: readonly Task[], log: Log, metrics: Metrics): Scheduler {
  let stopping = false
  const loops = new Map<string, { wake(): void; done: Promise<void> }>()

  for (const task of tasks) {
    let woken = false
    let ring = () => {}
    const pause = (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        ring = () => {
          clearTimeout(timer)
          resolve()
        }
        if (woken || stopping) ring()
      })
    const loop = async () => {
      let failures = 0
      if (task.after) await pause(task.after)
      while (!stopping) {
        woken = false
        const started = performance.now()
        let more = false
        let result = 'done'
        try {
          more = await task.run()
          failures = 0
        } catch (error) {
          failures++
          result = 'failed'
          log('error', `${task.name} failed: ${describeError(error)}`, { failures })
        }
        metrics.jobSeconds.observe({ job: task.name, result }, (performance.now() - started) / 1000)
        if (stopping) return
        if (failures > 0) await pause(Math.min(SLOWEST_MS, task.every * 2 ** failures))
        else if (more) await new Promise((resolve) => setTimeout(resolve, BREATH_MS))
        else await pause(task.every)
      }
    }
    loops.set(task.name, {
      wake() {
        woken = true
        ring()
      },
      done: loop(),
    })
  }

  return {
    wake: (name) => loops.get(name)?.wake(),
    async stop() {
      stopping = true
      for (const { wake } of loops.values()) wake()
      await Promise.all([...loops.values()].map(({ done }) => done))
    },
  }
}
