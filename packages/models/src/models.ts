import { binFillBaseline } from './bin-fill/baseline.ts'
import binFillCard from './bin-fill/card.json' with { type: 'json' }
import { binFill, binFillArtefact, binFillWith } from './bin-fill/model.ts'
import { activeNames, CardData, type CardScore } from './card.ts'
import { RAW_SPEECH } from './common/speech.ts'
import { lampOutBaseline } from './lamp-out/baseline.ts'
import lampOutCard from './lamp-out/card.json' with { type: 'json' }
import { lampOut, lampOutWith } from './lamp-out/model.ts'
import type { Model } from './model.ts'
import { nightFlowBaseline } from './night-flow/baseline.ts'
import nightFlowCard from './night-flow/card.json' with { type: 'json' }
import { nightFlow, nightFlowWith } from './night-flow/model.ts'
import { pumpHealthBaseline } from './pump-health/baseline.ts'
import pumpHealthCard from './pump-health/card.json' with { type: 'json' }
import { pumpHealth, pumpHealthWith } from './pump-health/model.ts'
import pumpNetworkCard from './pump-network/card.json' with { type: 'json' }
import { pumpNetwork, pumpNetworkArtefact, pumpNetworkWith } from './pump-network/model.ts'
import { sewerPumpBaseline } from './sewer-pump/baseline.ts'
import sewerPumpCard from './sewer-pump/card.json' with { type: 'json' }
import { sewerPump, sewerPumpWith } from './sewer-pump/model.ts'

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
  entry(lampOut as Model, lampOutWith(RAW_SPEECH) as Model, lampOutBaseline as Model, lampOutCard),
  entry(
    binFill as Model,
    binFillWith(binFillArtefact, RAW_SPEECH) as Model,
    binFillBaseline as Model,
    binFillCard,
  ),
  entry(sewerPump as Model, sewerPumpWith(RAW_SPEECH) as Model, sewerPumpBaseline as Model, sewerPumpCard),
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
  purpose: { sv: string; en: string }
  inputs: string[]
  limits: { sv: string; en: string }[]
  scores: CardScore[]
}

export const cards: readonly ModelCard[] = entries.map(({ model, card }) => ({
  ...card,
  version: model.version,
  kind: model.kind,
  active: active.has(model.name),
}))
