import {
  formatTime,
  leakFlow,
  type Micros,
  metresBetween,
  type Outcome,
  type Prediction,
  type SavingInput,
  type Statement,
  savedVolume,
  savingInputs,
} from '@driftbild/core'
import type { LeakOutcome } from '../contract/index.ts'
import { shutOffOf } from '../network/shut-off.ts'
import type { Picture } from '../picture/picture.ts'

export type SavingStatements = Partial<Record<SavingInput, Pick<Statement, 'value' | 'source'>>>

/** How right a suspicion was about the place, how large the leak, and what finding it saved. */
export function scoreLeak(
  picture: Picture,
  { candidates, size, when }: Prediction,
  outcome: Outcome,
  { dataAt, stated }: { dataAt: Micros; stated: SavingStatements },
): LeakOutcome {
  const ranked = candidates.toSorted((a, b) => b.probability - a.probability)
  const rank = ranked.findIndex(({ asset }) => asset === outcome.asset)
  const flow = outcome.found ? leakFlow(outcome.leak, size?.unit === 'm3/h' ? size.value : null) : null
  return {
    rank: outcome.asset === null || rank === -1 ? null : rank + 1,
    candidates: ranked.length,
    metresOff: outcome.found && ranked[0] ? metresOff(picture, ranked[0].asset, outcome) : null,
    flow: flow && { value: flow.flow, from: flow.from },
    saved: flow && saving(flow.flow, { began: when.likely, dataAt, stated }),
  }
}

function metresOff(picture: Picture, likeliest: string, { asset, leak }: Outcome): number | null {
  const along = asset === null ? Infinity : shutOffOf(picture).metres(likeliest, asset)
  if (along !== Infinity) return Math.round(along)
  const from = picture.assets.get(likeliest)?.position
  return from && leak?.place ? Math.round(metresBetween(from, leak.place)) : null
}

function saving(
  flow: number,
  { began, dataAt, stated }: { began: Micros; dataAt: Micros; stated: SavingStatements },
): NonNullable<LeakOutcome['saved']> {
  const assumed = savingAssumptions(stated)
  const volume = savedVolume(flow, {
    began,
    repaired: dataAt,
    unnoticedDays: assumed['unnoticed-days'].value,
  })
  return { volume, cost: volume * assumed['water-cost'].value, assumed, began: formatTime(began) }
}

/** What a zone's savings are reckoned with: what somebody stated, else the product's own figures without a source. */
export function savingAssumptions(
  stated: SavingStatements,
): Record<SavingInput, { value: number; source: string | null }> {
  const of = (input: SavingInput) => ({
    value: stated[input]?.value ?? savingInputs[input].value,
    source: stated[input]?.source ?? null,
  })
  return { 'water-cost': of('water-cost'), 'unnoticed-days': of('unnoticed-days') }
}
