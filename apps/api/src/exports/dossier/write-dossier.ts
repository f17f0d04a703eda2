import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { boxOf, toMillis } from '@driftbild/core'
import { createPaper, drawTownMap, type Fonts, surroundings, type TownMap } from '@driftbild/formats/pdf'
import { loadBaseMap } from '@driftbild/store'
import { sightOf } from '../../http/sight.ts'
import type { WatchedAsset } from '../../picture/picture.ts'
import { touches } from '../select-assets.ts'
import type { Speech } from '../speech.ts'
import { type FileSources, readAssetFile } from './asset-file.ts'
import { networkColour, paperLook } from './paper-look.ts'
import { sectionsOf } from './sections.ts'
import { writeSigning } from './signing.ts'

/** More would be a book that nobody reads; a table holds them all. */
export const MOST_DOSSIERS = 100

/** Charts of an asset: all of one that stands alone, the first few of one among many. */
const CHARTS = { alone: 8, among: 2 }

const MAP_HEIGHT = 330
const GROUND = ['green', 'water', 'building', 'street', 'rail'] as const

export interface DossierOrder extends FileSources {
  path: string
  speech: Speech
  fonts: Fonts
  assets: readonly WatchedAsset[]
  signal: AbortSignal
  onWritten: (assets: number) => void
}

/** One document of one or many assets: cover with map, contents, and all sections of each. */
export async function writeDossier(order: DossierOrder): Promise<void> {
  const { path, speech, fonts, assets, picture, now: madeAt, signal, onWritten } = order
  const { t, language, moment } = speech
  const [first] = assets
  const alone = assets.length === 1
  const title = alone ? first!.asset.name : t('dossier.of-many', { count: assets.length })
  const { name, simulated } = picture.municipality
  const paper = createPaper({
    title: `${t('dossier.title')}: ${title}`,
    author: name,
    language: language === 'sv' ? 'sv-SE' : 'en-GB',
    madeAt: new Date(toMillis(madeAt)),
    fonts,
    look: paperLook,
    foot: [name, title, moment(madeAt), ...(simulated ? [t('frame.simulated')] : [])].join(' · '),
    pageNumber: (page, of) => t('dossier.page', { page, of }),
  })
  const file = createWriteStream(path)
  const written = pipeline(paper.doc, file, { signal })
  // Told where it is awaited; until then nobody listens.
  written.catch(() => {})
  try {
    paper.cover(title, [t('dossier.title'), name, moment(madeAt)].join(' · '))
    if (alone) paper.text(`${first!.asset.tag} · ${t(`class.${first!.asset.class}`)}`, { strong: true })
    if (simulated) paper.text(t('frame.simulated.what'), { quiet: true })
    const map = await mapOf(order, { width: paper.width, height: MAP_HEIGHT })
    const caption = t('dossier.source.map', { at: moment(madeAt) })
    paper.figure({ alt: t('dossier.map.alt', { what: title }), height: MAP_HEIGHT, caption }, (area) =>
      drawTownMap(paper.doc, area, map, paperLook),
    )
    paper.contents(t('dossier.contents'), (alone ? sectionsOf(first!) : assets).length + 1, alone ? 2 : 1)
    for (const [i, watched] of assets.entries()) {
      signal.throwIfAborted()
      const charts = alone ? CHARTS.alone : CHARTS.among
      const one = await readAssetFile(watched, { charts }, order)
      paper.newPage()
      if (!alone) paper.heading(1, `${watched.asset.name} · ${watched.asset.tag}`)
      for (const { title: heading, write, first: keep } of sectionsOf(watched)) {
        paper.heading(alone ? 1 : 2, t(heading), keep?.(one))
        write({ paper, speech, picture, file: one, madeAt })
      }
      onWritten(i + 1)
    }
    if (!alone) paper.newPage()
    writeSigning(paper, speech)
    paper.end()
  } catch (error) {
    paper.doc.destroy()
    throw error
  }
  await written
}

async function mapOf(
  { db, picture, person, assets }: DossierOrder,
  area: { width: number; height: number },
): Promise<TownMap> {
  const shown = assets.map(({ asset, position, state }) => ({ geometry: asset.geometry, position, state }))
  const box = surroundings(shown, area)
  const ground = await db.transaction({ municipality: picture.code, role: 'reader' }, (tx) =>
    loadBaseMap(tx, box),
  )
  const sight = sightOf(person, picture)
  const lines = [...picture.assets.values()]
    .filter((one) => one.asset.geometry.type === 'LineString' && sight.asset(one))
    .filter(({ asset }) => touches(boxOf(asset.geometry), box))
    .map(({ asset, service }) => ({
      geometry: asset.geometry,
      colour: networkColour[service],
      width: 0.8,
    }))
  const order = (layer: string) => GROUND.indexOf(layer as (typeof GROUND)[number])
  return { ground: ground.toSorted((a, b) => order(a.layer) - order(b.layer)), lines, shown }
}
