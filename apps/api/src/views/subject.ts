import { type FaultMode, faultModes, type Position, type Service, type Subject } from '@driftbild/core'
import type { Picture } from '../picture/picture.ts'

/** What a fault, prediction or order is about, as people know it. */
export interface SubjectView {
  subjectName: string
  service: Service
}

export function viewSubject(picture: Picture, subject: Subject, mode: FaultMode | null = null): SubjectView {
  const watched = subject.type === 'asset' ? picture.assets.get(subject.tag) : undefined
  const zone = subject.type === 'zone' ? picture.zones.get(subject.tag) : undefined
  return {
    subjectName: watched?.asset.name ?? zone?.name ?? subject.tag,
    service: watched?.service ?? zone?.service ?? (mode && faultModes[mode].service) ?? 'water',
  }
}

/** Where to go: the asset, or one of the assets that meter the zone. */
export function positionOf(picture: Picture, subject: Subject): Position | null {
  if (subject.type === 'asset') return picture.assets.get(subject.tag)?.position ?? null
  const [meter] = metersOf(picture, subject.tag)
  return meter === undefined ? null : (picture.assets.get(meter)?.position ?? null)
}

/** Tags of the assets whose signals meter a zone, those of its inflow first. */
export function metersOf(picture: Picture, zone: string): string[] {
  const known = picture.zones.get(zone)
  if (!known) return []
  const tags = [...known.inflow, ...known.outflow].flatMap(
    (key) => picture.signals.get(key)?.signal.asset ?? [],
  )
  return [...new Set(tags)]
}
