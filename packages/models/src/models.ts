import { binFillBaseline } from './bin-fill/baseline.ts'
import binFillCard from './bin-fill/card.json' with { type: 'json' }
import { binFill, binFillArtefact, binFillWith } from './bin-fill/model.ts'
import { activeNames, CardData, type CardScore, type CauseNamed, intervalOf } from './card.ts'
import { checkValveBaseline } from './check-valve/baseline.ts'
import checkValveCard from './check-valve/card.json' with { type: 'json' }
import { checkValve, checkValveWith } from './check-valve/model.ts'
import { RAW_SPEECH } from './common/speech.ts'
import { consistencyBaseline } from './consistency/baseline.ts'
import consistencyCard from './consistency/card.json' with { type: 'json' }
import { plantConsistency, plantConsistencyWith } from './consistency/model.ts'
import { lampOutBaseline } from './lamp-out/baseline.ts'
import lampOutCard from './lamp-out/card.json' with { type: 'json' }
import { lampOut, lampOutWith } from './lamp-out/model.ts'
import leakLocationCard from './leak-location/card.json' with { type: 'json' }
import { leakLocation, leakLocationWith } from './leak-location/model.ts'
import { levelLimitBaseline } from './level-limit/baseline.ts'
import levelLimitCard from './level-limit/card.json' with { type: 'json' }
import { levelLimit, levelLimitWith } from './level-limit/model.ts'
import type { Model } from './model.ts'
import { nightFlowBaseline } from './night-flow/baseline.ts'
import nightFlowCard from './night-flow/card.json' with { type: 'json' }
import { nightFlow, nightFlowWith } from './night-flow/model.ts'
import { pumpHealthBaseline } from './pump-health/baseline.ts'
import pumpHealthCard from './pump-health/card.json' with { type: 'json' }
import { pumpHealth, pumpHealthWith } from './pump-health/model.ts'
import pumpNetworkCard from './pump-network/card.json' with { type: 'json' }
import { pumpNetwork, pumpNetworkArtefact, pumpNetworkWith } from './pump-network/model.ts'
import type { ReliabilityPoint } from './reliability.ts'
import { sewerCheckValveBaseline } from './sewer-check-valve/baseline.ts'
import sewerCheckValveCard from './sewer-check-valve/card.json' with { type: 'json' }
import { sewerCheckValve, sewerCheckValveWith } from './sewer-check-valve/model.ts'
import { sewerInflowBaseline } from './sewer-inflow/baseline.ts'
import sewerInflowCard from './sewer-inflow/card.json' with { type: 'json' }
import { sewerInflow, sewerInflowWith } from './sewer-inflow/model.ts'
import { sewerPumpBaseline } from './sewer-pump/baseline.ts'
import sewerPumpCard from './sewer-pump/card.json' with { type: 'json' }
import { sewerPump, sewerPumpWith } from './sewer-pump/model.ts'

import { waterQualityBaseline } from './water-quality/baseline.ts'
import waterQualityCard from './water-quality/card.json' with { type: 'json' }
import { waterQuality, waterQualityWith } from './water-quality/model.ts'

interface Entry {
  model: Model
  /** The same model saying all that it believes, uncalibrated: what a calibration is learnt from. */
  raw: Model
  /** The naive rule that it must beat. */
  baseline: Model
  card: CardData
}

const entry = (model: Model, raw: Model, baseline: Model, card: unknown): Entry => ({
  model,
  raw,
  baseline,
  card: CardData.parse(card),
})

/** Every model with its baseline and card. A new one is a folder and a line here. */
export const entries: readonly Entry[] = [
  entry(nightFlow as Model, nightFlowWith(RAW_SPEECH) as Model, nightFlowBaseline as Model, nightFlowCard),
  entry(
    leakLocation as Model,
    leakLocationWith(RAW_SPEECH) as Model,
    nightFlowBaseline as Model,
    leakLocationCard,
  ),
  entry(
    pumpHealth as Model,
    pumpHealthWith(RAW_SPEECH) as Model,
    pumpHealthBaseline as Model,
    pumpHealthCard,
  ),
  entry(
    pumpNetwork as Model,
    pumpNetworkWith(pumpNetworkArtefact, RAW_SPEECH) as Model,
    pumpHealthBaseline as Model,
    pumpNetworkCard,
  ),
  entry(
    checkValve as Model,
    checkValveWith(RAW_SPEECH) as Model,
    checkValveBaseline as Model,
    checkValveCard,
  ),
  entry(lampOut as Model, lampOutWith(RAW_SPEECH) as Model, lampOutBaseline as Model, lampOutCard),
  entry(
    binFill as Model,
    binFillWith(binFillArtefact, RAW_SPEECH) as Model,
    binFillBaseline as Model,
    binFillCard,
  ),
  entry(sewerPump as Model, sewerPumpWith(RAW_SPEECH) as Model, sewerPumpBaseline as Model, sewerPumpCard),
  entry(
    sewerCheckValve as Model,
    sewerCheckValveWith(RAW_SPEECH) as Model,
    sewerCheckValveBaseline as Model,
    sewerCheckValveCard,
  ),
  entry(
    sewerInflow as Model,
    sewerInflowWith(RAW_SPEECH) as Model,
    sewerInflowBaseline as Model,
    sewerInflowCard,
  ),
  entry(
    levelLimit as Model,
    levelLimitWith(RAW_SPEECH) as Model,
    levelLimitBaseline as Model,
    levelLimitCard,
  ),
  entry(
    waterQuality as Model,
    waterQualityWith(RAW_SPEECH) as Model,
    waterQualityBaseline as Model,
    waterQualityCard,
  ),
  entry(
    plantConsistency as Model,
    plantConsistencyWith(RAW_SPEECH) as Model,
    consistencyBaseline as Model,
    consistencyCard,
  ),
]

const active = activeNames(
  entries.map(({ model, card }) => ({ name: model.name, task: model.task, scores: card.scores })),
)

export const models: readonly Model[] = entries.map((e) => e.model)

/** Those that are switched on: better than their baseline, and the best of their task. */
export const activeModels: readonly Model[] = models.filter((m) => active.has(m.name))

export const isActive = (name: string): boolean => active.has(name)

/** A model's card as it is shown. */
export interface ModelCard {
  name: string
  version: string
  kind: string
  active: boolean
  /** The one that does the same and does it better; null for one that is on, and for one that no better stands in for. */
  replacedBy: string | null
  purpose: { sv: string; en: string }
  inputs: string[]
  limits: { sv: string; en: string }[]
  /** Each with where its figure would lie for 8 of 10 sets of as many histories; null where only one is known. */
  scores: (Omit<CardScore, 'histories'> & { interval: [number, number] | null })[]
  reliability: ReliabilityPoint[]
  causes: CauseNamed[]
  onOpenData: { data: string; reliability: ReliabilityPoint[] }[]
}

export const cards: readonly ModelCard[] = entries.map(({ model, card }) => ({
  ...card,
  scores: card.scores.map(({ histories: _, ...score }, i) => ({
    ...score,
    interval: intervalOf(card.scores[i]!),
  })),
  version: model.version,
  kind: model.kind,
  active: active.has(model.name),
  replacedBy: active.has(model.name)
    ? null
    : (activeModels.find(({ task }) => task === model.task)?.name ?? null),
}))
