import { DAY, type Micros, type Occasion } from '@driftbild/core'
import { localDay } from '../clock.ts'
import { ofKind, type Scenario } from '../scenario/disturbance.ts'

/** How long before its beginning the town's people tell of an occasion. */
const TOLD_BEFORE = 10 * DAY

/** What the town's people would state of its occasions, and when: dates, containers, and what they expect. No more. */
export const statedOccasions = (scenario: Scenario): { at: Micros; occasion: Occasion }[] =>
  ofKind(scenario, 'occasion').map(({ what, name, from, to, bins, expected }) => ({
    at: from - TOLD_BEFORE,
    occasion: {
      ...{ kind: what, name, from: dateAt(from), to: dateAt(to - 1) },
      ...{ bins, place: null, expected },
    },
  }))

const dateAt = (at: Micros): string => new Date(localDay(at) * 86_400_000).toISOString().slice(0, 10)
