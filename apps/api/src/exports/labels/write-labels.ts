import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type Micros, toMillis } from '@driftbild/core'
import { createLabelSheet, type Fonts } from '@driftbild/formats/pdf'
import encodeQR from 'qr'
import type { Picture, WatchedAsset } from '../../picture/picture.ts'
import type { Speech } from '../speech.ts'

/** A hundred sheets. */
export const MOST_LABELS = 2_400
/** Assets between two breaths of the event loop. */
const AT_ONCE = 100

export interface LabelOrder {
  path: string
  speech: Speech
  fonts: Fonts
  picture: Picture
  assets: readonly WatchedAsset[]
  /** Where the pages are, as people type it: any phone's camera opens the asset's. */
  baseUrl: string
  madeAt: Micros
  signal: AbortSignal
  onWritten: (assets: number) => void
}

/** Signs to put on assets: a QR code that leads to the asset's page, its tag and what it is. */
export async function writeLabels(order: LabelOrder): Promise<void> {
  const { path, speech, fonts, picture, assets, baseUrl, madeAt, signal, onWritten } = order
  const { t, language } = speech
  const { name } = picture.municipality
  const sheet = createLabelSheet({
    title: t('labels.title', { municipality: name }),
    author: name,
    language: language === 'sv' ? 'sv-SE' : 'en-GB',
    madeAt: new Date(toMillis(madeAt)),
    fonts,
  })
  const written = pipeline(sheet.doc, createWriteStream(path), { signal })
  // Told where it is awaited; until then nobody listens.
  written.catch(() => {})
  try {
    for (const [i, { asset }] of assets.entries()) {
      const address = new URL(`/${picture.code}/assets/${encodeURIComponent(asset.tag)}`, baseUrl).href
      sheet.add({
        code: encodeQR(address, 'raw', { border: 2, ecc: 'medium' }),
        alt: t('labels.code', { address }),
        title: asset.tag,
        lines: [asset.name, t(`class.${asset.class}`), name],
      })
      onWritten(i + 1)
      if (i % AT_ONCE === 0) await new Promise(setImmediate)
      signal.throwIfAborted()
    }
    sheet.end()
  } catch (error) {
    sheet.doc.destroy()
    throw error
  }
  await written
}
