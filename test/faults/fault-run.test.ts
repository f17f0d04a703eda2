import { expect, test } from 'vitest'
import { isSound } from './account.ts'
import { runFaults } from './run.ts'

// The short form of `driftbild bench faults`: a dozen kinds of faults, once each, over the real chain.

const FAULTS = 12
/** Milliseconds: real processes are started again and again, on a machine that does other things too. */
const PATIENT = 400_000

test(
  'a chain in which a dozen things go wrong loses nothing and doubles nothing',
  async () => {
    const told: string[] = []
    const { account, faults } = await runFaults({ count: FAULTS, seed: 3, tell: (text) => told.push(text) })
    expect(faults.size).toBe(FAULTS)
    expect(account.wrong, told.join('\n')).toEqual([])
    expect(account.byDevice.size).toBe(3)
    // So short a run may miss more than a hundredth of what a device without a memory made; each is named.
    expect(isSound({ ...account, namedMissing: 0 })).toBe(true)
  },
  PATIENT,
)
