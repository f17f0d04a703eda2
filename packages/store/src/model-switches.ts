import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** A municipality's word on a model that is good enough to be on: whether it steps here, and why. */
export interface ModelSwitch {
  model: string
  isOn: boolean
  reason: string
  setBy: string
  setAt: Micros
}

export const listModelSwitches = (tx: Tx): Promise<ModelSwitch[]> =>
  tx.query(
    `select model, is_on as "isOn", reason, set_by as "setBy", set_at as "setAt" from model_switch order by model`,
  )

export async function switchModel(tx: Tx, { model, isOn, reason, setBy, setAt }: ModelSwitch): Promise<void> {
  await tx.query(
    `insert into model_switch (model, is_on, reason, set_by, set_at) values ($1, $2, $3, $4, $5)
     on conflict (municipality, model) do update set is_on = excluded.is_on, reason = excluded.reason,
       set_by = excluded.set_by, set_at = excluded.set_at`,
    [model, isOn, reason, setBy, timestamp(setAt)],
  )
}
