import type { Sentence } from '@driftbild/core'
import { sentence } from '../sentences.ts'
import type { ZonePlan } from './zone-plan.ts'

/** 1: flow alone. 2: flow and pressures. 3: with the network's hydraulics. */
export type Grade = 1 | 2 | 3

/** What the next grade lacks; nothing of the highest. */
export type GradeGap =
  | 'pipes'
  | 'inletPressure'
  | 'sensors'
  | 'learning'
  | 'demands'
  | 'inlets'
  | 'simulation'
  | 'none'

export interface LeakGrade {
  grade: Grade
  gap: GradeGap
}

/** Which grade a zone is looked at with. `isLearnt`: what its pressures usually are; `isSimulated`: its leaks in EPANET. */
export function gradeOf(plan: ZonePlan | null, isLearnt: boolean, isSimulated: boolean): LeakGrade {
  const gap = pressureGap(plan)
  if (gap !== null || !plan) return { grade: 1, gap: gap ?? 'pipes' }
  if (!isLearnt) return { grade: 1, gap: 'learning' }
  if (plan.gap !== null) return { grade: 2, gap: plan.gap }
  return isSimulated ? { grade: 3, gap: 'none' } : { grade: 2, gap: 'simulation' }
}

/** Why pressures can't be used. */
export function pressureGap(plan: ZonePlan | null): 'pipes' | 'inletPressure' | 'sensors' | null {
  if (!plan) return 'pipes'
  if (plan.sensors.length === 0) return 'sensors'
  return plan.reference === null ? 'inletPressure' : null
}

const names = { 1: 'flow', 2: 'pressures', 3: 'hydraulics' } as const

/** How a zone is looked at, and what the next grade lacks. */
export const gradeSentence = ({ grade, gap }: LeakGrade): Sentence =>
  sentence('leak-grade', { grade: names[grade], gap })
