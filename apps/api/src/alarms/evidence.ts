import { type FaultEvidence, type Kommunkod, type Micros, needsPerson } from '@driftbild/core'
import { findAlarm, type Tx } from '@driftbild/store'
import type { AlarmView } from '../contract/index.ts'
import { gather } from '../faults/gather.ts'
import type { Hub } from '../live/hub.ts'
import type { Pictures } from '../picture/pictures.ts'
import { viewAlarm } from '../views/alarm-view.ts'
import { suppressionsNow } from './suppressed.ts'

interface Parts {
  pictures: Pictures
  hub: Hub
  now: () => Micros
}

/**
 * Makes active alarms evidence of faults. What it gives back calls for a person, once the transaction is through.
 */
export const gatherAlarms =
  ({ pictures, hub, now }: Parts) =>
  async (tx: Tx, code: Kommunkod, alarms: readonly string[]): Promise<() => void> => {
    const picture = pictures.get(code)
    const calls: AlarmView[] = []
    const suppressionFor = await suppressionsNow(tx, now())
    for (const id of alarms) {
      const alarm = await findAlarm(tx, id)
      if (!alarm) continue
      const evidence: FaultEvidence = {
        id,
        source: 'alarm',
        subject: { type: 'asset', tag: alarm.asset },
        zone: picture.assets.get(alarm.asset)?.asset.zone ?? null,
        mode: alarm.rule.mode,
        at: alarm.raisedAt,
      }
      const fault = await gather(tx, evidence)
      const state = { active: true, acknowledged: alarm.acknowledged, shelvedUntil: alarm.shelvedUntil }
      if (!needsPerson(state, now()) || suppressionFor(alarm)) continue
      calls.push(viewAlarm(picture, { ...alarm, fault }))
    }
    return () => {
      for (const alarm of calls)
        hub.publish({ municipality: code, asset: alarm.asset, event: { type: 'alarm', alarm } })
    }
  }
