import { writeChanges } from './changes.ts'
import { writeCondition } from './condition.ts'
import { writeDocuments } from './documents.ts'
import { writeAssetFacts } from './facts.ts'
import { firstChart, writeHistory } from './history.ts'
import { writeOpenPoints } from './open-points.ts'
import { writeOrders } from './orders.ts'
import { writePredictions } from './predictions.ts'
import type { Section } from './section.ts'

/** A dossier's chapters, in their order. */
export const sections: readonly Section[] = [
  { title: 'asset.facts', write: writeAssetFacts },
  { title: 'dossier.condition', write: writeCondition },
  { title: 'dossier.history', write: writeHistory, first: firstChart },
  { title: 'nav.predictions', write: writePredictions },
  { title: 'nav.orders', write: writeOrders },
  { title: 'dossier.documents', write: writeDocuments },
  { title: 'history.title', write: writeChanges },
  { title: 'dossier.open', write: writeOpenPoints },
]
