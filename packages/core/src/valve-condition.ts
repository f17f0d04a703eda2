import { z } from 'zod'

/** What people found out about a shut-off valve; only one that works is counted on. */
export const valveConditions = ['works', 'stuck', 'leaks-by', 'not-found'] as const
export const ValveCondition = z.enum(valveConditions)
export type ValveCondition = z.infer<typeof ValveCondition>

/** Whether it can be counted on to part the water: one that stays shut does, even if nobody can turn it. */
export const isCountedOn = (condition: ValveCondition, isClosed: boolean): boolean =>
  condition === 'works' || (condition === 'stuck' && isClosed)
