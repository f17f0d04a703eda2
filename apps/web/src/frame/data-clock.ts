import { useQuery } from '@tanstack/react-query'
import { overviewQuery } from '../data/overview.ts'
import { useNow } from '../ui/now.ts'
import { useHere } from './here.tsx'

/** Further from ours than this is a clock of its own; nearer are two clocks of now. */
const APART_MS = 15 * 60_000
const STEP_MS = 5_000

/**
 * Where the data's clock stands, null where it is ours. A recording's stands still between its values; that of an
 * accelerated source goes on from what was last heard of it.
 */
export function useDataClock(): number | null {
  const { code, recording } = useHere()
  const ours = useNow()
  const { data, dataUpdatedAt } = useQuery({
    ...overviewQuery(code),
    refetchInterval: ({ state }) =>
      state.data && isApart(state.data.now, state.dataUpdatedAt) ? STEP_MS : false,
  })
  if (!data) return null
  if (recording !== null) return Date.parse(data.now)
  return isApart(data.now, dataUpdatedAt) ? ours + Date.parse(data.now) - dataUpdatedAt : null
}

const isApart = (theirs: string, ours: number): boolean => Math.abs(Date.parse(theirs) - ours) > APART_MS
