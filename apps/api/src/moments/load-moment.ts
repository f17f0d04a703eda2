import { isOpen, type Micros, orderThen, staleAfter, type WorkOrder } from '@driftbild/core'
import {
  type AlarmThen,
  alarmsAt,
  type Database,
  orderHistories,
  ordersAround,
  predictionsAt,
  type Stood,
  silencesAt,
  stoodAt,
  type Tx,
} from '@driftbild/store'
import { inTurns } from '../in-turns.ts'
import type { Picture } from '../picture/picture.ts'
import { createMoment, type Moment } from './moment.ts'

/** Signals, alarms and orders of one transaction: the embedded engine is nobody else's meanwhile. */
const SIGNALS_AT_ONCE = 400
const ALARMS_AT_ONCE = 1_000
const ORDERS_AT_ONCE = 200

/** Reads what stood at a moment, in short transactions; neither the engine nor this process is held for long. */
export async function loadMoment(db: Database, picture: Picture, at: Micros): Promise<Moment> {
  const scope = { municipality: picture.code, role: 'reader' } as const
  const read = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => db.transaction(scope, fn)
  const signals = Array.from(picture.signals.values(), ({ signal: { key, reporting } }) => ({
    ...{ key, patience: staleAfter(reporting) },
  }))
  const stood = new Map<string, Stood>()
  for (let i = 0; i < signals.length; i += SIGNALS_AT_ONCE) {
    const some = await read((tx) => stoodAt(tx, signals.slice(i, i + SIGNALS_AT_ONCE), at))
    for (const [key, last] of some) stood.set(key, last)
  }
  const alarms: AlarmThen[] = []
  for (let more = true; more; ) {
    const after = alarms.at(-1)?.id ?? null
    const some = await read((tx) => alarmsAt(tx, at, { after, limit: ALARMS_AT_ONCE }))
    alarms.push(...some)
    more = some.length === ALARMS_AT_ONCE
  }
  const predictions = await read((tx) => predictionsAt(tx, at))
  const silences = await read((tx) => silencesAt(tx, at))
  const orders: WorkOrder[] = []
  for (let before: number | null = null, more = true; more; ) {
    const { some, histories } = await read(async (tx) => {
      const some = await ordersAround(tx, at, { before, limit: ORDERS_AT_ONCE })
      return {
        some,
        histories: await orderHistories(
          tx,
          some.map(({ id }) => id),
        ),
      }
    })
    for (const order of some) {
      const then = orderThen(order, histories.get(order.id) ?? [], at)
      if (then && isOpen(then.state)) orders.push(then)
    }
    before = some.at(-1)?.number ?? null
    more = some.length === ORDERS_AT_ONCE
  }
  return inTurns(createMoment(picture, at, { stood, alarms, predictions, silences, orders }))
}
