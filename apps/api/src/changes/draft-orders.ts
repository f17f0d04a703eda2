import { type Asset, type Kommunkod, mayDo, maySee, serviceOf, tagOf } from '@driftbild/core'
import { assetsByTag, changesIn, type Database, tagsInUse } from '@driftbild/store'
import type { Person } from '../auth/people.ts'
import type { DraftBody } from '../contract/index.ts'
import { selectAssets } from '../exports/select-assets.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { DraftOrder } from './change-desk.ts'
import { placesIn, planBulk } from './plan-bulk.ts'
import { planUndo } from './plan-undo.ts'
import type { PlannedRow } from './planned-row.ts'

interface OrderParts {
  db: Database
  picture: Picture
  person: Person
}

/** Assets worked out between two of which others get their turn. */
const PAGE = 500

/** Who may change an asset of the register, by its service. */
export const editorOf =
  (person: Person, municipality: Kommunkod) =>
  (asset: Pick<Asset, 'class'>): boolean =>
    mayDo(person.memberships, 'edit-assets', municipality, serviceOf(asset.class))

export function bulkOrder(
  { selection, edit }: Extract<DraftBody, { kind: 'bulk' }>,
  { picture, person }: OrderParts,
): DraftOrder {
  const sight = sightOf(person, picture)
  const assets = selectAssets(picture, selection, sight.asset)
  const mayEdit = editorOf(person, picture.code)
  return {
    ...{ municipality: picture.code, person: person.id, kind: 'bulk', undoes: null },
    detail: { field: edit.field, rule: edit.rule.kind },
    async plan({ signal, onPlanned }) {
      const parts = { places: placesIn(picture), mayEdit: ({ asset }: { asset: Asset }) => mayEdit(asset) }
      const rows: PlannedRow[] = []
      for (let at = 0; at < assets.length; at += PAGE) {
        signal.throwIfAborted()
        rows.push(...planBulk(assets.slice(at, at + PAGE), edit, parts))
        onPlanned(rows.length / assets.length)
        await new Promise(setImmediate)
      }
      return rows
    },
  }
}

export function undoOrder(
  { set, overwrite }: Extract<DraftBody, { kind: 'undo' }>,
  { db, picture, person }: OrderParts,
  { detail, assets }: { detail: Record<string, string>; assets: number },
): DraftOrder {
  const scope = { municipality: picture.code, role: 'reader' } as const
  const edits = editorOf(person, picture.code)
  const mayEdit = (asset: Asset) =>
    edits(asset) && maySee(person.memberships, asset.visibility, picture.code, serviceOf(asset.class))
  return {
    ...{ municipality: picture.code, person: person.id, kind: 'undo', undoes: set, detail },
    async plan({ signal, onPlanned }) {
      const rows: PlannedRow[] = []
      for (let after = ''; ; ) {
        signal.throwIfAborted()
        const page = await db.transaction(scope, async (tx) => {
          const changes = await changesIn(tx, set, { after, limit: PAGE })
          const tags = changes.map(tagOf)
          const current = new Map((await assetsByTag(tx, tags)).map((asset) => [asset.tag, asset]))
          return { changes, current, inUse: await tagsInUse(tx, tags) }
        })
        const last = page.changes.at(-1)
        if (!last) return rows
        after = tagOf(last)
        rows.push(...planUndo(page.changes, { ...page, mayEdit, overwrite }))
        onPlanned(rows.length / Math.max(assets, 1))
      }
    },
  }
}
