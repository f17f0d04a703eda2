import type { Micros } from '@driftbild/core'
import type { SignalRollups } from '@driftbild/store'

interface Flows {
  inflow: readonly string[]
  outflow: readonly string[]
}

/** m³/h by the hour: what flows in less what flows out; null in an hour of which any of it isn't known. */
export async function netHours(
  { inflow, outflow }: Flows,
  read: (key: string) => Promise<SignalRollups | null>,
): Promise<Map<Micros, number | null>> {
  const hours = new Map<Micros, number | null>()
  const add = async (key: string, sign: 1 | -1) => {
    for (const { from, timeWeighted } of (await read(key))?.buckets ?? []) {
      const before = hours.has(from) ? hours.get(from)! : 0
      hours.set(from, before === null || timeWeighted === null ? null : before + sign * timeWeighted)
    }
  }
  for (const key of inflow) await add(key, 1)
  for (const key of outflow) await add(key, -1)
  return hours
}
