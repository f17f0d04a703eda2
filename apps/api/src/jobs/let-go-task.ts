import type { Micros } from '@driftbild/core'
import { type Database, type LetGoStep, letGoDue } from '@driftbild/store'
import type { Log } from '../log.ts'
import type { Pictures } from '../picture/pictures.ts'

export interface LetGoTask {
  /** Walks on for a short while; true when there is more. */
  run(): Promise<boolean>
}

interface Parts {
  db: Database
  pictures: Pick<Pictures, 'list'>
  log: Log
  now: () => Micros
}

const RUN_MS = 1_000

/** Lets go of what municipalities decided not to keep, in short steps between which others are served. */
export function createLetGoTask({ db, pictures, log, now }: Parts): LetGoTask {
  let walk: AsyncGenerator<LetGoStep> | null = null

  async function* walkAll(): AsyncGenerator<LetGoStep> {
    for (const { code } of pictures.list()) {
      let readings = 0
      for await (const step of letGoDue(db, code, now())) {
        readings += step.readings
        yield step
      }
      if (readings > 0) log('info', `${readings} readings of ${code} were let go of, as it has decided`)
    }
  }

  return {
    async run() {
      walk ??= walkAll()
      const until = performance.now() + RUN_MS
      try {
        while (performance.now() < until) {
          if (!(await walk.next()).done) continue
          walk = null
          return false
        }
        return true
      } catch (error) {
        walk = null
        throw error
      }
    },
  }
}
