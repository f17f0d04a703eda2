import type { Micros, Silence } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export interface StoredSilence extends Silence {
  collector: string
}

const selectSilence = `
  select id, collector, keys as signals, from_time as "from", to_time as "to", reason from silence`

/** Silences that last. */
export const openSilences = (tx: Tx): Promise<StoredSilence[]> =>
  tx.query(`${selectSilence} where to_time is null order by from_time, id`)

/** Silences of a signal that touch [from, to]. */
export const silencesOf = (tx: Tx, key: string, from: Micros, to: Micros): Promise<StoredSilence[]> =>
  tx.query(
    `${selectSilence} where from_time <= $3 and (to_time is null or to_time >= $2) and $1 = any (keys)
     order by from_time, id`,
    [key, timestamp(from), timestamp(to)],
  )

/** Newest first, of one collector. */
export const silencesOfCollector = (tx: Tx, collector: string, limit = 50): Promise<StoredSilence[]> =>
  tx.query(`${selectSilence} where collector = $1 order by from_time desc, id limit $2`, [collector, limit])
