import type { Column, Pages, Row } from '@driftbild/formats/tables'
import type { Replacement } from '@driftbild/models/renewal'
import type { WatchedAsset } from '../picture/picture.ts'
import type { Speech } from './speech.ts'
import { type SheetFormat, writeSheet } from './write-sheet.ts'

interface PlanFile {
  path: string
  speech: Speech
  replacements: readonly Replacement[]
  assets: readonly WatchedAsset[]
  signal: AbortSignal
  onWritten: (rows: number) => void
}

const PAGE = 500

/** Every replacement of a plan as a row, with its place, as a spreadsheet reads it. */
export const writePlan = (format: SheetFormat, file: PlanFile): Promise<void> =>
  writeSheet(format, {
    ...file,
    columns: columnsIn(file.speech),
    pages: pagesOf(file),
    sheetName: file.speech.t('renewal.title'),
  })

const columnsIn = ({ t }: Speech): Column[] => [
  { key: 'year', title: t('renewal.column.year'), type: 'integer' },
  { key: 'tag', title: t('column.tag'), type: 'text' },
  { key: 'name', title: t('column.name'), type: 'text' },
  { key: 'class', title: t('column.class'), type: 'text' },
  { key: 'cost', title: t('renewal.column.cost'), type: 'number' },
  { key: 'age', title: t('renewal.column.age'), type: 'number' },
  { key: 'life', title: t('column.expectedLife'), type: 'number' },
  { key: 'probability', title: t('renewal.column.probability'), type: 'number' },
  { key: 'risk', title: t('renewal.column.risk'), type: 'number' },
  { key: 'from', title: t('renewal.column.from'), type: 'text' },
]

async function* pagesOf({ replacements, assets, speech, signal, onWritten }: PlanFile): Pages {
  const { t } = speech
  const byTag = new Map(assets.map((watched) => [watched.asset.tag, watched]))
  for (let at = 0; at < replacements.length; at += PAGE) {
    signal.throwIfAborted()
    yield replacements.slice(at, at + PAGE).map((one): Row => {
      const { asset, position } = byTag.get(one.tag)!
      return {
        ...{ layer: asset.class, geometry: asset.geometry, position },
        cells: [
          ...[one.year, one.tag, asset.name, t(`class.${asset.class}`), Math.round(one.cost)],
          ...[Math.round(one.age), one.life, rounded(one.probability, 4), Math.round(one.risk)],
          t(`renewal.from.${one.from}`),
        ],
      }
    })
    onWritten(Math.min(at + PAGE, replacements.length))
    await new Promise(setImmediate)
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))
