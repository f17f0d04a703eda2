import type { WatchedAsset } from '../../picture/picture.ts'
import { writeChanges } from './changes.ts'
import { writeCondition } from './condition.ts'
import { writeDocuments } from './documents.ts'
import { writeAssetFacts } from './facts.ts'
import { firstChart, writeHistory } from './history.ts'
import { writeOpenPoints } from './open-points.ts'
import { writeOrders } from './orders.ts'
import { writeOverflowsOf } from './overflows.ts'
import { writePredictions } from './predictions.ts'
import type { Section } from './section.ts'

const isStation = ({ asset }: WatchedAsset): boolean => asset.class === 'wastewater-pumping-station'

const all: readonly Section[] = [
  { title: 'asset.facts', write: writeAssetFacts },
  { title: 'dossier.condition', write: writeCondition },
  { title: 'dossier.history', write: writeHistory, first: firstChart },
  { title: 'nav.predictions', write: writePredictions },
  { title: 'overflow.title', write: writeOverflowsOf, of: isStation },
  { title: 'nav.orders', write: writeOrders },
  { title: 'dossier.documents', write: writeDocuments },
  { title: 'history.title', write: writeChanges },
  { title: 'dossier.open', write: writeOpenPoints },
]

/** An asset's chapters, in their order. */
export const sectionsOf = (watched: WatchedAsset): readonly Section[] =>
  all.filter(({ of }) => of?.(watched) ?? true)
