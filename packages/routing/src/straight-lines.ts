import { metresBetween, type Position } from '@driftbild/core'
import type { Travel } from './order-stops.ts'

/** How much longer streets are than a straight line, about, in a town. */
export const DETOUR = 1.3

/** Metres between places where no road network is known: straight lines, and what streets add to them. */
export const straightLines = (places: readonly Position[]): Travel =>
  places.map((from) => places.map((to) => DETOUR * metresBetween(from, to)))
