import { mayDo } from '@driftbild/core'
import { listMembers, type Tx } from '@driftbild/store'
import type { RoundDay } from '../contract/index.ts'

/** Who may do work for waste here, by name. */
export async function listDrivers(tx: Tx): Promise<RoundDay['drivers']> {
  const members = await listMembers(tx)
  const drivers = members.filter((one) => mayDo([one], 'do-order', one.municipality, 'waste'))
  return [...new Map(drivers.map(({ user, name }) => [user, { id: user, name }])).values()]
}
