import type {
  AlarmRule,
  Asset,
  Installation,
  Item,
  Kommunkod,
  Micros,
  Register,
  Relation,
  Signal,
} from '@driftbild/core'
import { rulesAfter } from './alarms.ts'
import { assetsAfter, listSites, listZones, signalsAfter } from './assets.ts'
import type { Database, Tx } from './database.ts'
import { timestampOrNull } from './timestamp.ts'

/** Rows of one page: some 150 ms of the embedded engine where rows are wide, and it is nobody else's meanwhile. */
const PAGE = 1_000

/**
 * The whole register, as it was put in, in the order of its names. It is read a page at a time, each in a transaction
 * of its own: what changes meanwhile is told as a change, and read again by whoever listens.
 */
export async function loadRegister(db: Database, municipality: Kommunkod): Promise<Register> {
  const read = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> =>
    db.transaction({ municipality, role: 'api' }, fn)
  const all = async <T>(page: (tx: Tx, last: T | undefined) => Promise<T[]>): Promise<T[]> => {
    const rows: T[] = []
    for (;;) {
      const some = await read((tx) => page(tx, rows.at(-1)))
      for (const row of some) rows.push(row)
      if (some.length < PAGE) return rows
    }
  }
  const [found] = await read((tx) =>
    tx.query<Register['municipality']>('select code, name, zone, simulated, recording from municipality'),
  )
  if (!found) throw new Error(`there is no municipality ${municipality}`)
  return {
    municipality: found,
    sites: await read(listSites),
    zones: await read(listZones),
    assets: byName(
      await all<Asset>((tx, last) => assetsAfter(tx, last?.tag ?? null, PAGE)),
      ({ tag }) => tag,
    ),
    items: await all<Item>(itemsAfter),
    installations: byName(await all(installationsAfter), ({ asset }) => asset).map(
      ({ id: _, ...one }) => one,
    ),
    relations: byName(await all(relationsAfter), ({ from }) => from).map(
      ({ fromId: _, toId: __, ...one }) => one,
    ),
    signals: byName(
      await all<Signal>((tx, last) => signalsAfter(tx, last?.key ?? null, PAGE)),
      ({ key }) => key,
    ),
    alarmRules: await all<AlarmRule>((tx, last) => rulesAfter(tx, last?.id ?? null, PAGE)),
  }
}

/** As this process compares names, whatever language the database sorts in; stable. */
const byName = <T>(rows: T[], name: (row: T) => string): T[] =>
  rows.sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0))

const itemsAfter = (tx: Tx, last: Item | undefined): Promise<Item[]> =>
  tx.query(
    `select make, model, serial, profile, batch from item
     where $1::text is null or (make, serial) > ($1, $2::text) order by make, serial limit $3`,
    [last?.make ?? null, last?.serial ?? null, PAGE],
  )

interface InstallationRow extends Installation {
  id: number
  from: Micros
}

const installationsAfter = (tx: Tx, last: InstallationRow | undefined): Promise<InstallationRow[]> =>
  tx.query(
    `select n.asset as id, a.tag as asset, i.make, i.serial, n.from_time as "from", n.to_time as "to"
     from (
       select * from installation where $1::integer is null or (asset, from_time) > ($1, $2::timestamptz)
       order by asset, from_time limit $3
     ) n join asset a on a.id = n.asset join item i on i.id = n.item order by n.asset, n.from_time`,
    [last?.id ?? null, timestampOrNull(last?.from ?? null), PAGE],
  )

interface RelationRow extends Relation {
  fromId: number
  toId: number
}

const relationsAfter = (tx: Tx, last: RelationRow | undefined): Promise<RelationRow[]> =>
  tx.query(
    `select r.from_asset as "fromId", r.to_asset as "toId", a.tag as "from", b.tag as "to", r.type
     from (
       select * from relation
       where $1::integer is null or (from_asset, to_asset, type) > ($1, $2::integer, $3::text)
       order by from_asset, to_asset, type limit $4
     ) r join asset a on a.id = r.from_asset join asset b on b.id = r.to_asset order by 1, 2, r.type`,
    [last?.fromId ?? null, last?.toId ?? null, last?.type ?? null, PAGE],
  )
