import type { AlarmRule } from '@driftbild/core'
import { type Database, rulesAfter } from '@driftbild/store'
import type { Picture } from './picture.ts'

const PAGE = 1_000

/** Reads what raises alarms anew, and nothing else of the register. */
export async function takeRules(db: Database, picture: Picture): Promise<void> {
  const alarmRules: AlarmRule[] = []
  for (;;) {
    const page = await db.transaction({ municipality: picture.code, role: 'api' }, (tx) =>
      rulesAfter(tx, alarmRules.at(-1)?.id ?? null, PAGE),
    )
    alarmRules.push(...page)
    if (page.length < PAGE) break
  }
  picture.register = { ...picture.register, alarmRules }
}
