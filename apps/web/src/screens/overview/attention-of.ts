import { SHOWN_PROBABILITY } from '@driftbild/core'
import type { AlarmView } from '../../data/alarms.ts'
import type { PredictionView } from '../../data/predictions.ts'
import { callsForPerson } from '../../frame/calls.ts'
import { inOrder } from '../alarms/alarm-order.ts'

export interface Attention {
  /** Alarms that nobody has seen, the worst first and of those the newest. */
  calls: AlarmView[]
  /** Advice that is likely enough to show and that nobody has judged, the likeliest first. */
  advice: PredictionView[]
}

/** What asks for a person now. Advice stands beside the alarms and never among them. */
export function attentionOf(
  alarms: readonly AlarmView[],
  predictions: readonly PredictionView[],
  nowMs: number,
): Attention {
  return {
    calls: inOrder(
      alarms.filter((alarm) => callsForPerson(alarm, nowMs)),
      nowMs,
    ),
    advice: predictions
      .filter((p) => p.standing && p.judgement === null && p.probability >= SHOWN_PROBABILITY)
      .toSorted((a, b) => b.probability - a.probability),
  }
}
