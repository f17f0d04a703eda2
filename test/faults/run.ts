import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { edgeStatus, readConfig } from '@driftbild/edge'
import { listCollectors, silencesOfCollector } from '@driftbild/store'
import { storedCells } from '../chain/stored.ts'
import { type Account, drawAccount, producedBy } from './account.ts'
import { type Chain, lacksOf, startChain } from './chain.ts'
import { readValueLog } from './device/value-log.ts'
import { drawPlan, type FaultKind, seeded } from './plan.ts'
import { deviceNames, SITE } from './site.ts'
import { strike } from './strike.ts'

export interface FaultRun {
  account: Account
  faults: Map<FaultKind, number>
  /** What was left out, and why. */
  skipped: string[]
  seconds: number
}

export interface FaultRunRequest {
  count: number
  seed: number
  /** These kinds alone. */
  only?: readonly FaultKind[]
  tell(text: string): void
  /** Ends the run early: what was struck until then is drained and accounted for all the same. */
  signal?: AbortSignal
}

/** Seconds before the first fault, for the chain to flow. */
const FIRST = 3
/** Milliseconds between two looks at whether all has arrived, and how long to wait while nothing more does. */
const LOOK_EVERY = 3000
const PATIENCE = 150_000

/** Strikes a chain again and again, lets it drain, and holds what its devices made against what it stored. */
export async function runFaults({ count, seed, only, tell, signal }: FaultRunRequest): Promise<FaultRun> {
  const startedAt = performance.now()
  const random = seeded(seed + 1)
  const chain = await startChain(random)
  try {
    const lacks = lacksOf(chain)
    const plan = drawPlan(count, seed, new Set(lacks.keys()), only)
    const faults = new Map<FaultKind, number>()
    await sleep(FIRST * 1000)
    for (const [i, fault] of plan.entries()) {
      if (signal?.aborted) break
      tell(`${i + 1}/${plan.length} ${fault.kind}${fault.device ? ` of ${fault.device}` : ''}`)
      await strike(chain, fault, random)
      faults.set(fault.kind, (faults.get(fault.kind) ?? 0) + 1)
    }
    const account = await drain(chain, tell)
    return {
      account,
      faults,
      skipped: [...lacks].map(([need, why]) => `${need}: ${why}`),
      seconds: Math.round((performance.now() - startedAt) / 1000),
    }
  } finally {
    await chain.stop()
  }
}

/** Nothing new is made and nothing goes wrong any more: waits until all is accounted for, or nothing changes. */
async function drain(chain: Chain, tell: (text: string) => void): Promise<Account> {
  for (const name of deviceNames) {
    chain.links[name].heal()
    await chain.devices[name].ready()
    chain.devices[name].tell('still')
  }
  let changedAt = performance.now()
  let before = ''
  for (;;) {
    await sleep(LOOK_EVERY)
    const waiting = edgeStatus(readConfig(join(chain.edgeFolder, 'edge.yaml')))?.waiting ?? 0
    const account = await accountOf(chain).catch((error: Error) => error)
    if (account instanceof Error) tell(`the store can’t be asked yet: ${account.message}`)
    else {
      const { produced, stored, namedMissing, unaccounted } = account
      const state = `${stored} of ${produced} stored, ${namedMissing} named, ${unaccounted} open, ${waiting} in the outbox`
      if (state !== before) {
        tell(state)
        changedAt = performance.now()
      }
      before = state
      if (waiting === 0 && unaccounted === 0) return account
      if (performance.now() - changedAt > PATIENCE) return account
    }
  }
}

async function accountOf({ store: { db }, edgeClock, logOf }: Chain): Promise<Account> {
  const scope = { municipality: SITE, role: 'reader' } as const
  const silences = await db.transaction(scope, async (tx) => {
    const collectors = await listCollectors(tx)
    return (await Promise.all(collectors.map(({ id }) => silencesOfCollector(tx, id, 100_000)))).flat()
  })
  return drawAccount({
    produced: deviceNames.flatMap((name) => producedBy(name, readValueLog(logOf(name)).values)),
    stored: await storedCells(db, SITE),
    silences,
    edgeClock,
  })
}
