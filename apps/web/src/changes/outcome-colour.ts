import type { Tokens } from '@driftbild/words/look'
import type { outcomeShapes } from './outcome-shapes.ts'

/** What happens to a row, in the states' own colours: blue tells, violet is advice, red stops. */
export const outcomeColour = (outcome: keyof typeof outcomeShapes, tokens: Tokens): string =>
  ({
    new: tokens.stateEdge.information,
    changed: tokens.state.prediction,
    removed: tokens.stateEdge.high,
    same: tokens.quiet,
    refused: tokens.state.critical,
  })[outcome]
