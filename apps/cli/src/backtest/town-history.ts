import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { Micros, RollupStep } from '@driftbild/core'
import { createRollupStore, type RollupStore } from '@driftbild/models/backtest'
import { type Scenario, simulate, type Town } from '@driftbild/simulators'

export interface HistorySpec {
  town: Town
  scenario: Scenario
  from: Micros
  to: Micros
  /** The signals that somebody reads, and the roll-ups that are read of each. */
  wanted: ReadonlyMap<string, ReadonlySet<RollupStep>>
  /** Folder in which simulated histories are kept: tuning runs them many times. */
  cache: string | null
}

/** What the town's devices would have reported, rolled up. */
export async function townHistory(spec: HistorySpec): Promise<RollupStore> {
  const store = createRollupStore(spec.wanted)
  const file = spec.cache && join(spec.cache, `${nameOf(spec)}.bin`)
  if (file && existsSync(file)) {
    for (const [key, { time, value }] of deserialize(readFileSync(file)) as Kept) {
      for (const [i, at] of time.entries()) store.add(key, at, value[i]!)
    }
    return store
  }
  const kept: Kept = new Map()
  const { from, to, scenario } = spec
  for await (const samples of simulate(onlyWith(spec.town, spec.wanted), { from, to, scenario })) {
    for (const { key, time, value } of samples) {
      if (!spec.wanted.has(key)) continue
      store.add(key, time, value)
      if (file) keep(kept, key, time, value)
    }
  }
  if (file) writeFileSync(file, serialize(kept))
  return store
}

type Kept = Map<string, { time: number[]; value: (number | null)[] }>

function keep(kept: Kept, key: string, at: Micros, value: number | null): void {
  const series = kept.get(key) ?? { time: [], value: [] }
  kept.set(key, series)
  series.time.push(at)
  series.value.push(value)
}

/** The same town with the devices whose signals are read: what a signal says doesn't depend on the others. */
function onlyWith(town: Town, wanted: HistorySpec['wanted']): Town {
  const isWanted = ({ signals }: Town['devices'][number]) =>
    Object.values(signals).some((key) => wanted.has(key))
  return { ...town, devices: town.devices.filter(isWanted) }
}

function nameOf({ town, scenario, from, to, wanted }: HistorySpec): string {
  const what = JSON.stringify([town.seed, from, to, scenario, [...wanted.keys()].sort()])
  return `history-${createHash('sha256').update(what).digest('hex').slice(0, 16)}`
}
