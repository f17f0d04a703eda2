import { parseArgs } from 'node:util'
import { untilStopped } from '../chain/until-stopped.ts'
import { isSound } from './account.ts'
import { allKinds, type FaultKind } from './plan.ts'
import { runFaults } from './run.ts'

const { count, seed, only } = words()

const { account, faults, skipped, seconds } = await runFaults({
  count,
  seed,
  ...(only && { only }),
  tell: (text) => console.error(`${new Date().toISOString().slice(11, 23)} ${text}`),
  signal: untilStopped(),
})
const { byDevice, wrong, ...total } = account
console.log('fault                 times')
for (const [kind, times] of [...faults].toSorted())
  console.log(`${kind.padEnd(20)}  ${String(times).padStart(5)}`)
const columns = ['produced', 'stored', 'duplicated', 'namedMissing', 'unaccounted'] as const
console.log(`\n${'device'.padEnd(10)}${columns.map((column) => column.padStart(14)).join('')}`)
for (const [device, counts] of [...byDevice, ['all', total] as const]) {
  console.log(`${device.padEnd(10)}${columns.map((column) => String(counts[column]).padStart(14)).join('')}`)
}
for (const text of wrong) console.log(`wrong: ${text}`)
for (const text of skipped) console.log(`skipped: ${text}`)
const struck = [...faults.values()].reduce((sum, times) => sum + times, 0)
console.log(JSON.stringify({ bench: 'faults', faults: struck, ...total, seconds, seed }))
process.exit(isSound(account) ? 0 : 1)

function words(): { count: number; seed: number; only: FaultKind[] | null } {
  try {
    const { values } = parseArgs({
      options: {
        count: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string' },
      },
    })
    const [count, seed] = [Number(values.count), Number(values.seed)]
    if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
      throw new Error('--count is how many faults, --seed a whole number')
    }
    const only = values.only?.split(',') ?? null
    const unknown = only?.find((kind) => !allKinds.includes(kind as FaultKind))
    if (unknown !== undefined) throw new Error(`no fault ${unknown}; there are ${allKinds.join(', ')}`)
    return { count, seed, only: only as FaultKind[] | null }
  } catch (error) {
    console.error(`bench faults: ${(error as Error).message}`)
    return process.exit(78)
  }
}
