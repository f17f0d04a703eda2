import { isOpen } from '@driftbild/core'
import type { Speech } from '../speech.ts'
import type { AssetFile } from './asset-file.ts'
import type { SectionParts } from './section.ts'

/** What is not known, not answered or not done. */
export function openPointsOf(file: AssetFile, { t }: Speech): string[] {
  const { asset, signals } = file.watched
  const points: string[] = []
  if (asset.builtYear === null) points.push(t('dossier.open.built'))
  if (asset.expectedLife === null) points.push(t('dossier.open.life'))
  if (asset.surveyed === null) points.push(t('dossier.open.survey'))
  if (file.item === null) points.push(t('dossier.open.item'))
  if (!file.documents.some(({ document }) => document.kind === 'photo')) points.push(t('dossier.open.photo'))
  const stale = signals.filter((signal) => signal.stale).length
  if (stale > 0) points.push(t('dossier.open.stale', { count: stale }))
  const active = file.alarms.filter(({ clearedAt }) => clearedAt === null).length
  if (active > 0) points.push(t('dossier.open.alarms', { count: active }))
  const unjudged = file.predictions.filter(({ standing, judgement }) => standing && !judgement).length
  if (unjudged > 0) points.push(t('dossier.open.predictions', { count: unjudged }))
  const orders = file.orders.filter(({ state }) => isOpen(state)).length
  if (orders > 0) points.push(t('dossier.open.orders', { count: orders }))
  return points
}

export function writeOpenPoints({ paper, speech, file }: SectionParts): void {
  const points = openPointsOf(file, speech)
  if (points.length === 0) {
    paper.text(speech.t('dossier.open.none'), { quiet: true })
    return
  }
  for (const point of points) paper.text(`– ${point}`)
}
