import {
  sunElevation as elevationAt,
  halfDay as halfDayAt,
  type Micros,
  solarNoon as noonAt,
  type Position,
} from '@driftbild/core'

/** The town's place. */
const TOWN: Position = [22.93, 65.81]

export const sunElevation = (at: Micros): number => elevationAt(at, TOWN)
export const solarNoon = (day: number): Micros => noonAt(day, TOWN[0])
export const halfDay = (day: number, elevation: number): number => halfDayAt(day, elevation, TOWN[1])
