import { type AlarmSuppression, type Micros, suppressionOf } from '@driftbild/core'
import { type AlarmRow, activeRules, listSuppressions, type Tx } from '@driftbild/store'

/** Asks of any alarm what keeps it from calling, as it is now. */
export async function suppressionsNow(
  tx: Tx,
  now: Micros,
): Promise<(alarm: Pick<AlarmRow, 'rule' | 'asset'>) => AlarmSuppression | null> {
  const suppressions = await listSuppressions(tx, now)
  if (suppressions.length === 0) return () => null
  const active = await activeRules(tx)
  return ({ rule, asset }) => suppressionOf({ rule: rule.id, asset }, suppressions, active, now)
}
