import { type Fault, formatTime } from '@driftbild/core'
import type { FaultView } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import { viewSubject } from './subject.ts'

export function viewFault(picture: Picture, fault: Fault, order: string | null): FaultView {
  const { id, subject, mode, from, to, evidence } = fault
  return {
    id,
    subject,
    ...viewSubject(picture, subject, mode),
    mode,
    from: formatTime(from),
    to: to === null ? null : formatTime(to),
    evidence,
    order,
  }
}
