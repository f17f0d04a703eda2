import { failsWithin, surviving as survivingBy, withMedian } from '../common/weibull.ts'

/**
 * How lives spread around the expected one: with 4, half of all fail between 0.80 and 1.19 of it. A planning value of
 * ours; a municipality with enough replaced assets can learn its own.
 */
const SHAPE = 4

/**
 * The share that still works at an age, by Weibull's distribution (Meeker & Escobar, Statistical Methods for
 * Reliability Data, 1998) with the expected life as its median.
 */
export const surviving = (age: number, life: number): number => survivingBy(age, withMedian(life, SHAPE))

/** How likely one that works at an age is to fail within the year that follows. */
export const failureWithinYear = (age: number, life: number): number =>
  failsWithin(age, 1, withMedian(life, SHAPE))

/**
 * How much of its life an asset of a condition grade has behind it; grades as in the International Infrastructure
 * Management Manual, 1 very good to 5 very poor. The shares are planning values of ours.
 */
export const lifeBehind: Record<number, number> = { 1: 0.1, 2: 0.35, 3: 0.6, 4: 0.85, 5: 1.05 }
