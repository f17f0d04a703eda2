import { HOUR } from '@driftbild/core'
import type { Column, Pages, Row } from '@driftbild/formats/tables'
import type { Speech } from './speech.ts'
import type { OverflowFile } from './write-overflows.ts'
import { type SheetFormat, writeSheet } from './write-sheet.ts'

/**
 * A year's overflows by the point where they went out, as the yearly environmental report asks for them: their number and volume
 * at each point of the network (QVBräddnätAntal and QVBräddnätVolym of the reporting portal SMP), with its place.
 */
export const writeOverflowPoints = (format: SheetFormat, file: OverflowFile): Promise<void> =>
  writeSheet(format, {
    ...file,
    columns: columnsIn(file.speech),
    pages: pagesOf(file),
    sheetName: file.speech.t('overflow.points'),
  })

const columnsIn = ({ t }: Speech): Column[] => [
  { key: 'tag', title: t('column.tag'), type: 'text' },
  { key: 'name', title: t('column.name'), type: 'text' },
  { key: 'recipient', title: t('attribute.recipient'), type: 'text' },
  { key: 'count', title: t('overflow.count'), type: 'integer' },
  { key: 'volume', title: t('overflow.volume-m3'), type: 'number' },
  { key: 'unknown', title: t('overflow.volume-unknown'), type: 'integer' },
  { key: 'hours', title: t('overflow.hours'), type: 'number' },
]

async function* pagesOf({ overflows, picture, signal, onWritten }: OverflowFile): Pages {
  signal.throwIfAborted()
  const real = overflows.filter(({ holds }) => holds.isOverflow)
  const points = [...Map.groupBy(real, ({ station }) => station)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  yield points.map(([station, own]): Row => {
    const { asset, position } = picture.assets.get(station)!
    const volumes = own.flatMap(({ holds }) => holds.volume ?? [])
    const lasted = own.reduce((sum, { holds: { began, ended } }) => sum + ((ended ?? began) - began), 0)
    return {
      ...{ layer: asset.class, geometry: asset.geometry, position },
      cells: [
        ...[station, asset.name],
        typeof asset.attributes.recipient === 'string' ? asset.attributes.recipient : '',
        own.length,
        volumes.length === 0 ? null : volumes.reduce((sum, volume) => sum + volume, 0),
        own.length - volumes.length,
        Math.round((lasted / HOUR) * 100) / 100,
      ],
    }
  })
  onWritten(points.length)
}
