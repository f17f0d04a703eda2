import { type FaultEvidence, type Kommunkod, type Micros, needsPerson } from '@driftbild/core'
import { findAlarm, type Tx } from '@driftbild/store'
import type { AlarmView } from '../contract/index.ts'
import { gather } from '../faults/gather.ts'
import type { Hub } from '../live/hub.ts'
import type { Pictures } from '../picture/pictures.ts'
import { viewAlarm } from '../views/alarm-view.ts'
import type { Raised } from './runner.ts'

interface Parts {
  pictures: Pictures
  hub: Hub
  now: () => Micros
}

/**
 * An alarm that was raised and is still active is evidence of a fault. What it gives back calls for a person,
 * once the transaction is through.
 */
export const onRaised =
  ({ pictures, hub, now }: Parts) =>
  async (tx: Tx, code: Kommunkod, { rule, raised }: Raised): Promise<() => void> => {
    const picture = pictures.get(code)
    const calls: AlarmView[] = []
    for (const id of raised) {
      const alarm = await findAlarm(tx, id)
      if (!alarm) continue
      const evidence: FaultEvidence = {
        id,
        source: 'alarm',
        subject: { type: 'asset', tag: alarm.asset },
        zone: picture.assets.get(alarm.asset)?.asset.zone ?? null,
        mode: rule.mode,
        at: alarm.raisedAt,
      }
      const fault = await gather(tx, evidence)
      const state = { active: true, acknowledged: alarm.acknowledged, shelvedUntil: alarm.shelvedUntil }
      if (!needsPerson(state, now())) continue
      calls.push(viewAlarm(picture, { ...alarm, fault }))
    }
    return () => {
      for (const alarm of calls)
        hub.publish({ municipality: code, asset: alarm.asset, event: { type: 'alarm', alarm } })
    }
  }
