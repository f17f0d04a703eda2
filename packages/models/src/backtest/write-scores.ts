import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CardData, type CardScore } from '../card.ts'
import type { Calibration } from '../common/calibration.ts'

const folderOf = (model: string): string => join(import.meta.dirname, '..', model)

/** Puts scores on a model's card; those of the same data go. */
export function writeScores(model: string, data: string, scores: readonly CardScore[]): void {
  const path = join(folderOf(model), 'card.json')
  const card = CardData.parse(JSON.parse(readFileSync(path, 'utf8')))
  const others = card.scores.filter((s) => s.data !== data)
  writeJson(path, { ...card, scores: [...others, ...scores] })
}

export function writeCalibration(model: string, table: Calibration): void {
  writeJson(join(folderOf(model), 'calibration.json'), table)
}

export function writeArtefact(model: string, artefact: unknown): void {
  writeJson(join(folderOf(model), 'artefact.json'), artefact)
}

const writeJson = (path: string, value: unknown): void =>
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
