import type { Document } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'

/** Notes a document, or what it is about from now on. Tags that no asset has are given back. */
export async function putDocument(tx: Tx, document: Document): Promise<{ unknown: string[] }> {
  const { id, name, kind, mediaType, bytes, hash, madeAt, addedAt, addedBy, visibility, assets } = document
  await tx.query(
    `insert into document (id, name, kind, media_type, bytes, hash, made_at, added_at, added_by, visibility)
     values ($1, $2, $3, $4, $5, decode($6, 'hex'), $7, $8, $9, $10)
     on conflict (id) do update set name = excluded.name, kind = excluded.kind, made_at = excluded.made_at,
       visibility = excluded.visibility`,
    [
      id,
      name,
      kind,
      mediaType,
      bytes,
      hash,
      timestampOrNull(madeAt),
      timestamp(addedAt),
      addedBy,
      visibility,
    ],
  )
  await tx.query('delete from document_asset where document = $1', [id])
  const known = await tx.query<{ tag: string }>(
    `with found as (select id, tag from asset where tag = any ($2)),
          put as (insert into document_asset (document, asset) select $1, id from found)
     select tag from found`,
    [id, assets],
  )
  const tags = new Set(known.map(({ tag }) => tag))
  return { unknown: assets.filter((tag) => !tags.has(tag)) }
}

/** Of an asset, newest first. */
export const documentsOf = (tx: Tx, asset: string): Promise<Document[]> => documentsOfAll(tx, [asset])

/** Of any of these assets, newest first; each once. */
export const documentsOfAll = (tx: Tx, assets: readonly string[]): Promise<Document[]> =>
  select(
    tx,
    'd.id in (select l.document from document_asset l join asset a on a.id = l.asset where a.tag = any ($1))',
    assets,
  )

/** What was added to a work order, newest first. */
export const documentsOfOrder = (tx: Tx, order: string): Promise<Document[]> =>
  select(tx, 'd.id in (select document from work_order_document where work_order = $1)', order)

export async function findDocument(tx: Tx, id: string): Promise<Document | null> {
  const [document] = await select(tx, 'd.id = $1', id)
  return document ?? null
}

/** A photo of the work: it shows on the order as well as on the assets. */
export async function addToOrder(tx: Tx, document: string, order: string): Promise<void> {
  await tx.query(
    'insert into work_order_document (work_order, document) values ($1, $2) on conflict do nothing',
    [order, document],
  )
}

const select = (tx: Tx, where: string, value: unknown): Promise<Document[]> =>
  tx.query(
    `select d.id, d.name, d.kind, d.media_type as "mediaType", d.bytes, encode(d.hash, 'hex') as hash,
            d.made_at as "madeAt", d.added_at as "addedAt", d.added_by as "addedBy", d.visibility,
            array(select a.tag from document_asset l join asset a on a.id = l.asset where l.document = d.id order by a.tag)
              as assets
     from document d where ${where} order by d.added_at desc, d.id`,
    [value],
  )
