/** Of one pump on a pressure main, as shares of its rated flow. */
export interface Duty {
  /** Through the pump that runs. */
  lifted: number
  /** Back into the sump, through the pump beside it. */
  back: number
}

/**
 * Where a pump works on a main beside a check valve that stays open. The pump's curve is the one that EPANET draws through a
 * single rated point, h = 4/3 − x²/3; the main takes its height and a friction that grows with the square of what
 * flows in it; through the flap runs back what an orifice lets (Torricelli). All heads are shares of the rated one.
 * `full` is the share of the main that is full: one that has drained stands lower and is filled first.
 */
export function dutyOf(height: number, opening: number, full: number): Duty {
  if (opening === 0 && full === 1) return { lifted: 1, back: 0 }
  const through = (head: number): Duty => ({
    lifted: Math.sqrt(4 - 3 * head),
    back: opening * Math.sqrt(head),
  })
  const lowest = height * full
  const friction = (1 - height) * Math.max(full, LEAST_LENGTH)
  let [low, high] = [lowest, 1]
  for (let i = 0; i < 40; i++) {
    const head = (low + high) / 2
    const { lifted, back } = through(head)
    if (lifted - back > Math.sqrt((head - lowest) / friction)) low = head
    else high = head
  }
  return through((low + high) / 2)
}
/** Share of the main's friction that is left when it has drained: what stands in the station itself. */
const LEAST_LENGTH = 0.2

/** What runs back through open flaps while all pumps rest, as a share of a pump's rated flow. */
export const restingBack = (height: number, openings: number, full: number): number =>
  openings * Math.sqrt(height * full)

/** Power that a pump takes at a share of its rated flow, of what it takes there: by head, and by an efficiency that falls off. */
export const powerShare = (lifted: number): number =>
  (lifted * (4 - lifted ** 2)) / 3 / (1 - 0.42 * (lifted - 1) ** 2)
