import {
  type Asset,
  type AssetChange,
  applyChange,
  type ChangeSet,
  type FieldConflict,
  type Micros,
  tagOf,
} from '@driftbild/core'
import { assetsByTag } from './assets.ts'
import type { Tx } from './database.ts'
import { upsertAssets } from './register.ts'
import { timestamp } from './timestamp.ts'

/** A set with how far it came and how many assets it changed. */
export interface StoredChangeSet extends ChangeSet {
  state: 'open' | 'done' | 'stopped'
  assets: number
  /** The newest set that turned this one round. */
  undoneBy: string | null
}

/** A change that no longer fitted when its turn came. */
export interface RefusedChange {
  tag: string
  why: 'conflict' | 'exists' | 'gone' | 'in-use'
  fields: FieldConflict[]
}

export async function openChangeSet(tx: Tx, set: ChangeSet): Promise<void> {
  await tx.query(
    `insert into change_set (id, at, by_user, source, reason, detail, undoes, state)
     values ($1, $2, $3, $4, $5, $6, $7, 'open')`,
    [set.id, timestamp(set.at), set.by, set.source, set.reason, set.detail, set.undoes],
  )
}

export const endChangeSet = (tx: Tx, id: string, state: 'done' | 'stopped'): Promise<object[]> =>
  tx.query('update change_set set state = $2 where id = $1', [id, state])

/** Sets that a process left unfinished: what they did stands, and can be turned round. */
export const stopOpenSets = (tx: Tx): Promise<object[]> =>
  tx.query("update change_set set state = 'stopped' where state = 'open'")

/**
 * Makes changes over what stands there now, each whole or not at all, and writes both sides of it into the set's
 * journal. Answers those that no longer fit. Whoever calls tells others: one large set is many calls.
 */
export async function makeChanges(
  tx: Tx,
  set: string,
  changes: readonly AssetChange[],
): Promise<RefusedChange[]> {
  const tags = changes.map(tagOf)
  await tx.query('select 1 from asset where tag = any ($1) order by tag for update', [tags])
  const known = new Map((await assetsByTag(tx, tags)).map((asset) => [asset.tag, asset]))
  const removed = changes.filter(({ kind }) => kind === 'removed').map(tagOf)
  const inUse = removed.length > 0 ? await tagsInUse(tx, removed) : new Set<string>()
  const refused: RefusedChange[] = []
  const put: Asset[] = []
  const gone: string[] = []
  const made: AssetChange[] = []
  for (const change of changes) {
    const tag = tagOf(change)
    const applied = applyChange(known.get(tag) ?? null, change)
    if (applied.outcome === 'conflict') refused.push({ tag, why: 'conflict', fields: applied.fields })
    else if (applied.outcome !== 'done') refused.push({ tag, why: applied.outcome, fields: [] })
    else if (applied.asset) {
      put.push(applied.asset)
      made.push(change)
    } else if (inUse.has(tag)) refused.push({ tag, why: 'in-use', fields: [] })
    else {
      gone.push(tag)
      made.push(change)
    }
  }
  if (put.length > 0) await upsertAssets(tx, put)
  if (gone.length > 0) await tx.query('delete from asset where tag = any ($1)', [gone])
  if (made.length > 0) {
    await tx.query(
      `insert into asset_change (change_set, tag, change)
       select $1, r.tag, r.change from jsonb_to_recordset($2) as r (tag text, change jsonb)`,
      [set, JSON.stringify(made.map((change) => ({ tag: tagOf(change), change })))],
    )
  }
  return refused
}

/** Assets that something else tells of: what was measured, done or written about them must keep its place. */
export async function tagsInUse(tx: Tx, tags: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ tag: string }>(
    `select a.tag from asset a where a.tag = any ($1) and (
       exists (select from signal where asset = a.id) or exists (select from installation where asset = a.id)
       or exists (select from relation where from_asset = a.id or to_asset = a.id)
       or exists (select from assessment where asset = a.id) or exists (select from document_asset where asset = a.id)
       or exists (select from stop where asset = a.id) or exists (select from fault_report where asset = a.id)
       or exists (select from fault where subject_type = 'asset' and subject_tag = a.tag)
       or exists (select from work_order where subject_type = 'asset' and subject_tag = a.tag))`,
    [tags],
  )
  return new Set(rows.map(({ tag }) => tag))
}

const selectSet = `
  select s.id, s.number, s.at, s.by_user as by, s.source, s.reason, s.detail, s.undoes, s.state,
         (select count(*) from asset_change c where c.change_set = s.id) as assets,
         (select u.id from change_set u where u.undoes = s.id order by u.number desc limit 1) as "undoneBy"
  from change_set s`

/** Newest first; `before` is the last page's smallest number. */
export const listChangeSets = (
  tx: Tx,
  { before = null, limit = 50 }: { before?: number | null; limit?: number } = {},
): Promise<(StoredChangeSet & { number: number })[]> =>
  tx.query(`${selectSet} where ($1::bigint is null or s.number < $1) order by s.number desc limit $2`, [
    before,
    limit,
  ])

export async function findChangeSet(tx: Tx, id: string): Promise<StoredChangeSet | null> {
  const [row] = await tx.query<StoredChangeSet>(`${selectSet} where s.id = $1`, [id])
  return row ?? null
}

/** A set's changes by tag, a page at a time. */
export async function changesIn(
  tx: Tx,
  set: string,
  { after = '', limit = 500 }: { after?: string; limit?: number } = {},
): Promise<AssetChange[]> {
  const rows = await tx.query<{ change: AssetChange }>(
    'select change from asset_change where change_set = $1 and tag > $2 order by tag limit $3',
    [set, after, limit],
  )
  return rows.map(({ change }) => change)
}

/** What happened to one asset, newest first. */
export const changesOf = (
  tx: Tx,
  tag: string,
  limit = 100,
): Promise<
  { set: string; at: Micros; by: string; source: ChangeSet['source']; reason: string; change: AssetChange }[]
> =>
  tx.query(
    `select s.id as set, s.at, s.by_user as by, s.source, s.reason, c.change
     from asset_change c join change_set s on s.id = c.change_set
     where c.tag = $1 order by c.id desc limit $2`,
    [tag, limit],
  )
