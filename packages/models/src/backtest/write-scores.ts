import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CardData, type CardScore, type CauseNamed } from '../card.ts'
import type { Calibration } from '../common/calibration.ts'
import { round } from '../common/prediction.ts'
import type { ReliabilityPoint } from '../reliability.ts'

const folderOf = (model: string): string => join(import.meta.dirname, '..', model)

/** Puts scores on a model's card; those of the same data go. */
export function writeScores(model: string, data: string, scores: readonly CardScore[]): void {
  changeCard(model, (card) => ({ scores: [...card.scores.filter((s) => s.data !== data), ...scores] }))
}

/** Puts on a model's card how far it meant what it said. */
export function writeReliability(model: string, reliability: readonly ReliabilityPoint[]): void {
  changeCard(model, () => ({ reliability: rounded(reliability) }))
}

/** Puts on a model's card which causes it named. */
export function writeCauses(model: string, causes: readonly CauseNamed[]): void {
  changeCard(model, () => ({ causes: [...causes] }))
}

/** How far it meant what it said, of a forecast on data that everybody can get; what was there of the same data goes. */
export function writeOpenReliability(
  model: string,
  data: string,
  reliability: readonly ReliabilityPoint[],
): void {
  const own = { data, reliability: rounded(reliability) }
  changeCard(model, ({ onOpenData }) => ({
    onOpenData: [...onOpenData.filter((one) => one.data !== data), own],
  }))
}

const rounded = (points: readonly ReliabilityPoint[]): ReliabilityPoint[] =>
  points.map(({ said, was, count }) => ({ said: round(said, 4), was: round(was, 4), count }))

export function writeCalibration(model: string, table: Calibration): void {
  writeJson(join(folderOf(model), 'calibration.json'), table)
}

export function writeArtefact(model: string, artefact: unknown): void {
  writeJson(join(folderOf(model), 'artefact.json'), artefact)
}

function changeCard(model: string, change: (card: CardData) => Partial<CardData>): void {
  const path = join(folderOf(model), 'card.json')
  const card = CardData.parse(JSON.parse(readFileSync(path, 'utf8')))
  writeJson(path, { ...card, ...change(card) })
}

const writeJson = (path: string, value: unknown): void =>
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
