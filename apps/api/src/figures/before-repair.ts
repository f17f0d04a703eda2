import { DAY, type Micros } from '@driftbild/core'
import type { Database } from '@driftbild/store'
import { balanceOf, type Stated, type ZoneBalance } from './balance.ts'
import { DAYS_BACK, openDayBook } from './day-book.ts'
import type { RepairedLeak } from './repaired-leak.ts'
import type { Scope } from './scope.ts'

export interface BeforeRepair {
  /** Repairs that the two balances lie around, the newest first. */
  repairs: RepairedLeak[]
  balance: ZoneBalance
}

/**
 * The balance as it stood when the first of the newest repairs was made, with what is stated today, so that nothing but
 * the water differs. Repairs that lie within the days of one balance are told as one. Null where none was made.
 */
export async function beforeRepair(
  db: Database,
  scope: Scope,
  { stated, repaired }: { stated: Stated; repaired: readonly RepairedLeak[] },
): Promise<BeforeRepair | null> {
  const [newest] = repaired
  if (!newest) return null
  const together = ({ at }: { at: Micros }) => at >= newest.at - DAYS_BACK * DAY
  const repairs = repaired.filter(together)
  const earlier = repaired.filter((one) => !together(one))
  const book = openDayBook(db, scope.picture, repairs.at(-1)!.at)
  return { repairs, balance: await balanceOf(book, scope, { stated, repaired: earlier }) }
}
