import type {
  Asset,
  AssetClass,
  Box,
  Item,
  Micros,
  Relation,
  Service,
  Signal,
  Site,
  Zone,
} from '@driftbild/core'
import type { Tx } from './database.ts'
import { boxLiteral } from './register.ts'

export const listSites = (tx: Tx): Promise<Site[]> =>
  tx.query('select tag, name, geometry from site order by tag')

export const listZones = (tx: Tx): Promise<Zone[]> =>
  tx.query('select tag, name, service, geometry, inflow, outflow from zone order by tag')

/** Of all assets, of some, or by key. */
export async function listSignals(
  tx: Tx,
  { assets = null, keys = null }: { assets?: readonly string[] | null; keys?: readonly string[] | null } = {},
): Promise<Signal[]> {
  const rows = await tx.query<SignalRow>(
    `${selectSignal} where ($1::text[] is null or a.tag = any ($1)) and ($2::text[] is null or s.key = any ($2))
     order by s.key`,
    [assets, keys],
  )
  return rows.map(toSignal)
}

/** A page by key. */
export async function signalsAfter(tx: Tx, after: string | null, limit: number): Promise<Signal[]> {
  const rows = await tx.query<SignalRow>(
    `${selectSignal} where $1::text is null or s.key > $1 order by s.key limit $2`,
    [after, limit],
  )
  return rows.map(toSignal)
}

type SignalRow = Omit<Signal, 'range'> & { low: number | null; high: number | null }

const selectSignal = `
  select s.key, a.tag as asset, s.role, s.unit, s.kind, s.reporting, s.range_low as low, s.range_high as high
  from signal s join asset a on a.id = s.asset`

const toSignal = ({ low, high, ...signal }: SignalRow): Signal => ({
  ...signal,
  range: low === null || high === null ? null : [low, high],
})

/** A page by tag. */
export const assetsAfter = (tx: Tx, after: string | null, limit: number): Promise<Asset[]> =>
  tx.query(`${selectAsset} where $1::text is null or a.tag > $1 order by a.tag limit $2`, [after, limit])

export async function findAsset(tx: Tx, tag: string): Promise<Asset | null> {
  const [row] = await tx.query<Asset>(`${selectAsset} where a.tag = $1`, [tag])
  return row ?? null
}

export const assetsByTag = (tx: Tx, tags: readonly string[]): Promise<Asset[]> =>
  tx.query(`${selectAsset} where a.tag = any ($1) order by a.tag`, [tags])

/** The unit that sits in a position now, and since when. */
export async function findInstalledItem(tx: Tx, tag: string): Promise<(Item & { installed: Micros }) | null> {
  const [row] = await tx.query<Item & { installed: Micros }>(
    `select i.make, i.model, i.serial, i.profile, i.batch, n.from_time as installed
     from installation n join item i on i.id = n.item join asset a on a.id = n.asset
     where a.tag = $1 and n.to_time is null`,
    [tag],
  )
  return row ?? null
}

export interface AssetFilter {
  class?: AssetClass
  service?: Service
  zone?: string
  /** A part of the tag or the name. */
  q?: string
  box?: Box
  /** The last page's last tag. */
  after?: string
  limit?: number
}

/** By tag, a page at a time. */
export async function listAssets(tx: Tx, filter: AssetFilter = {}): Promise<Asset[]> {
  const { class: assetClass, service, zone, q, box, after, limit = 100 } = filter
  const pattern = q ? `%${q.replace(/[\\%_]/g, '\\$&')}%` : null
  return tx.query<Asset>(
    `${selectAsset}
     where ($1::text is null or a.class = $1) and ($2::text is null or a.service = $2)
       and ($3::text is null or z.tag = $3) and ($4::text is null or a.tag ilike $4 or a.name ilike $4)
       and ($5::box is null or a.box && $5) and ($6::text is null or a.tag > $6)
     order by a.tag limit $7`,
    [
      assetClass ?? null,
      service ?? null,
      zone ?? null,
      pattern,
      box ? boxLiteral(box) : null,
      after ?? null,
      limit,
    ],
  )
}

/** What an asset feeds, contains or lies upstream of, and the other way round. */
export const listRelations = (tx: Tx, tag: string): Promise<Relation[]> =>
  tx.query(
    `select a.tag as "from", b.tag as "to", r.type
     from relation r join asset a on a.id = r.from_asset join asset b on b.id = r.to_asset
     where a.tag = $1 or b.tag = $1 order by 1, 2, 3`,
    [tag],
  )

const selectAsset = `
  select a.tag, a.class, a.name, s.tag as site, z.tag as zone, a.geometry, a.surveyed,
         a.built_year as "builtYear", a.expected_life as "expectedLife", a.visibility, a.attributes
  from asset a left join site s on s.id = a.site left join zone z on z.id = a.zone`
