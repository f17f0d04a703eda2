import { readFile } from 'node:fs/promises'
import type { Micros } from '@driftbild/core'
import { inpText, openFeatures } from '@driftbild/formats/features'
import { ownPlane } from '@driftbild/network'
import { saveImportMapping, saveNetworkModel } from '@driftbild/store'
import type { Person } from '../auth/people.ts'
import type { DraftOrder } from '../changes/change-desk.ts'
import { editorOf } from '../changes/draft-orders.ts'
import { placesIn } from '../changes/plan-bulk.ts'
import type { PlannedRow } from '../changes/planned-row.ts'
import type { ImportMapping } from '../contract/index.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import type { ImportFile } from './import-desk.ts'
import { createImportPlan } from './plan-import.ts'

/** What reading a file into the register would do; how it was read, and a model as a whole, are kept once it is done. */
export function importOrder(
  { path, view }: ImportFile,
  mapping: ImportMapping,
  {
    picture,
    person,
    contractor,
    now,
  }: { picture: Picture; person: Person; contractor: string; now: () => Micros },
): DraftOrder {
  const sight = sightOf(person, picture)
  const mayEdit = editorOf(person, picture.code)
  const layer = view.layers.find(({ name }) => name === mapping.layer)
  return {
    ...{ municipality: picture.code, person: person.id, kind: 'import', undoes: null },
    detail: { file: view.name, ...(contractor && { contractor }) },
    async plan({ signal, onPlanned }) {
      const plan = createImportPlan({
        mapping,
        plane: mapping.plane ? ownPlane(mapping.plane) : null,
        places: placesIn(picture),
        box: picture.box,
        find: (tag) => picture.assets.get(tag)?.asset ?? null,
        // What a person may not see is not theirs to change.
        mayEdit: (asset) => mayEdit(asset),
      })
      const file = await openFeatures(view.format, path)
      try {
        const rows: PlannedRow[] = []
        for await (const page of file.layers.find(({ name }) => name === mapping.layer)?.pages() ?? []) {
          signal.throwIfAborted()
          for (const feature of page) {
            const row = plan(feature)
            const watched = picture.assets.get(row.tag)
            const hidden = watched !== undefined && !sight.asset(watched)
            rows.push(hidden ? hide(row) : row)
          }
          onPlanned(rows.length / Math.max(layer?.features ?? 1, 1))
        }
        return rows
      } finally {
        file.close()
      }
    },
    keepsModel: view.format === 'inp',
    async keeps() {
      const inp = view.format === 'inp' ? inpText(await readFile(path)) : null
      const read = { mapping, savedAt: now(), by: person.id }
      return async (tx) => {
        if (contractor) await saveImportMapping(tx, { ...read, name: contractor })
        if (inp !== null) await saveNetworkModel(tx, { ...read, name: contractor || view.name, inp })
      }
    },
  }
}

/** The row of an asset that the person may not see says no more than that. */
const hide = ({ ref, tag }: PlannedRow): PlannedRow => ({
  ...{ ref, tag, name: null, class: null, place: null },
  ...{ outcome: 'refused', change: null, problems: [{ field: null, code: 'not-yours', context: {} }] },
})
