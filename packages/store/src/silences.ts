import type { Silence } from '@driftbild/core'
import type { Tx } from './database.ts'

export interface StoredSilence extends Silence {
  collector: string
}

const selectSilence = `
  select id, collector, keys as signals, from_time as "from", to_time as "to", reason from silence`

/** Silences that last. */
export const openSilences = (tx: Tx): Promise<StoredSilence[]> =>
  tx.query(`${selectSilence} where to_time is null order by from_time, id`)

/** Of one collector, newest first. */
export interface JudgedSilence extends Silence {
  /** Microseconds of its signals together that are missing still; null while nobody has looked, or it lasts. */
  missing: number | null
  /** How many of its signals the register has. */
  known: number
}

export const silencesOfCollector = (tx: Tx, collector: string, limit: number): Promise<JudgedSilence[]> =>
  tx.query(
    `select s.id, s.keys as signals, s.from_time as "from", s.to_time as "to", s.reason,
            case when s.to_time is not null and due.silence is null then coalesce(g.missing, 0) end as missing,
            (select count(*) from signal where key = any (s.keys)) as known
     from (
       select * from silence where collector = $1 order by to_time is null desc, from_time desc, id limit $2
     ) s
     left join gap_due due on (due.collector, due.silence) = (s.collector, s.id)
     left join lateral (
       select round(1e6 * sum(date_part('epoch', to_time - from_time)))::float8 as missing
       from gap where (gap.collector, gap.silence) = (s.collector, s.id)
     ) g on true
     order by s.to_time is null desc, s.from_time desc, s.id`,
    [collector, limit],
  )
