import { HOUR } from '@driftbild/core'
import type { Column, Pages, Row } from '@driftbild/formats/tables'
import type { OverflowView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import type { Speech } from './speech.ts'
import { type SheetFormat, writeSheet } from './write-sheet.ts'

export interface OverflowFile {
  path: string
  speech: Speech
  picture: Picture
  overflows: readonly OverflowView[]
  signal: AbortSignal
  onWritten: (rows: number) => void
}

/** A year's overflows as the authority asks for them: a row each, with place, times, volume and cause. */
export const writeOverflows = (format: SheetFormat, file: OverflowFile): Promise<void> =>
  writeSheet(format, {
    ...file,
    columns: columnsIn(file.speech),
    pages: pagesOf(file),
    sheetName: file.speech.t('overflow.title'),
  })

const columnsIn = ({ t }: Speech): Column[] => [
  { key: 'tag', title: t('column.tag'), type: 'text' },
  { key: 'name', title: t('column.name'), type: 'text' },
  { key: 'began', title: t('overflow.began'), type: 'text' },
  { key: 'ended', title: t('overflow.ended'), type: 'text' },
  { key: 'hours', title: t('overflow.hours'), type: 'number' },
  { key: 'volume', title: t('overflow.volume-m3'), type: 'number' },
  { key: 'source', title: t('overflow.source'), type: 'text' },
  { key: 'cause', title: t('overflow.cause'), type: 'text' },
  { key: 'rain', title: t('overflow.rain-mm'), type: 'number' },
  { key: 'recipient', title: t('attribute.recipient'), type: 'text' },
  { key: 'by', title: t('overflow.decided-by'), type: 'text' },
  { key: 'note', title: t('overflow.note'), type: 'text' },
]

async function* pagesOf({ overflows, picture, speech, signal, onWritten }: OverflowFile): Pages {
  const { t } = speech
  signal.throwIfAborted()
  const real = overflows.filter(({ holds }) => holds.isOverflow)
  yield real.map(({ station, stationName, holds, detected, history }): Row => {
    const { asset, position } = picture.assets.get(station)!
    const { began, ended, volume, volumeSource, cause } = holds
    const [newest] = history
    return {
      ...{ layer: asset.class, geometry: asset.geometry, position },
      cells: [
        ...[station, stationName, speech.moment(began), ended === null ? '' : speech.moment(ended)],
        ended === null ? null : Math.round(((ended - began) / HOUR) * 100) / 100,
        ...[volume, volumeSource === null ? '' : t(`volume-source.${volumeSource}`)],
        ...[t(`overflow-cause.${cause}`), detected?.facts.rain ?? null],
        typeof asset.attributes.recipient === 'string' ? asset.attributes.recipient : '',
        ...[newest?.by ?? t('overflow.undecided'), newest?.decision.note ?? ''],
      ],
    }
  })
  onWritten(real.length)
}
