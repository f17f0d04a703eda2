import {
  type FaultMode,
  formatTime,
  inOrderOfNeed,
  type Micros,
  type Need,
  needsPerson,
  type Prediction,
  type Service,
  SHOWN_PROBABILITY,
  type Subject,
} from '@driftbild/core'
import { listAlarms, listLikeliest, listOrders, type Tx } from '@driftbild/store'
import { suppressionsNow } from '../alarms/suppressed.ts'
import type { AttentionItem } from '../contract/index.ts'
import type { Sight } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'
import { viewAlarm } from '../views/alarm-view.ts'
import { viewPrediction } from '../views/prediction-view.ts'
import { viewSubject } from '../views/subject.ts'
import { silentPlaces } from './silent-places.ts'
import { silentTogether } from './silent-together.ts'

const MOST = 2_000

export interface Asked {
  service?: Service | undefined
  zone?: string | undefined
}

interface Needed {
  need: Need
  item: AttentionItem
}

/** Everything that needs a person now, first what needs one most. */
export async function attentionOf(
  tx: Tx,
  picture: Picture,
  sight: Sight,
  asked: Asked,
  now: Micros,
): Promise<AttentionItem[]> {
  const concerns = (subject: Subject) => sight.subject(subject) && isWithin(picture, subject, asked)
  const needed: Needed[] = []

  const suppressionFor = await suppressionsNow(tx, now)
  for (const alarm of await listAlarms(tx, { active: true, limit: MOST })) {
    if (suppressionFor(alarm)) continue
    if (!concerns({ type: 'asset', tag: alarm.asset }) || !needsPerson({ ...alarm, active: true }, now))
      continue
    needed.push({
      need: { kind: 'alarm', priority: alarm.rule.priority, since: alarm.raisedAt },
      item: { kind: 'alarm', alarm: viewAlarm(picture, alarm) },
    })
  }
  for (const order of await listOrders(tx, { open: true, limit: MOST })) {
    const { id, number, title, subject, priority, assignee, plannedFor } = order
    if (plannedFor === null || plannedFor >= now || !concerns(subject)) continue
    needed.push({
      need: { kind: 'order', priority, since: plannedFor },
      item: {
        ...{ kind: 'order', id, number, title, subject, priority, assignee },
        ...viewSubject(picture, subject),
        plannedFor: formatTime(plannedFor),
      },
    })
  }
  for (const place of silentPlaces(picture, (tag) => concerns({ type: 'asset', tag }))) {
    needed.push({
      need: { kind: 'silence', since: place.since ?? 0 },
      item: { kind: 'silence', ...place, since: place.since === null ? null : formatTime(place.since) },
    })
  }
  const together = silentTogether(picture)
  // Whatever they report through is silent, and told once: no sensor of theirs is at fault.
  const isToldBySilence = ({ kind, subject }: Prediction) =>
    kind === 'sensor-fault' && together.has(subject.tag)
  const told = new Map<FaultMode, number>()
  for (const stored of await listLikeliest(tx, { limit: MOST })) {
    const { prediction, judgement } = stored
    if (judgement !== null || prediction.probability < SHOWN_PROBABILITY) continue
    if (!concerns(prediction.subject) || isToldBySilence(prediction)) continue
    const { kind, probability, asOf: since } = prediction
    const place = told.get(kind) ?? 0
    told.set(kind, place + 1)
    needed.push({
      need: { kind: 'prediction', probability, place, since },
      item: { kind: 'prediction', prediction: viewPrediction(picture, stored) },
    })
  }
  return inOrderOfNeed(needed).map(({ item }) => item)
}

function isWithin(picture: Picture, { type, tag }: Subject, { service, zone }: Asked): boolean {
  const asset = type === 'asset' ? picture.assets.get(tag) : undefined
  if (zone !== undefined && (type === 'zone' ? tag : asset?.asset.zone) !== zone) return false
  return service === undefined || (asset?.service ?? picture.zones.get(tag)?.service) === service
}
