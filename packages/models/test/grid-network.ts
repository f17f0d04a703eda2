import { emptyNetwork, type Network } from '@driftbild/network'

const SIDE = 6
/** Metres from one junction to the next. */
const SPACING = 200

export const junctionAt = (row: number, column: number): string => `j${row}${column}`

/** A small town's mesh between two sources of fixed head, each behind a metered pipe `in1`, `in2`; demand follows the hour. */
export function gridNetwork(): Network {
  const network = emptyNetwork()
  network.patterns.day = Array.from(
    { length: 24 },
    (_, hour) => 1 + 0.6 * Math.sin(((hour - 9) * Math.PI) / 12) + (hour === 19 ? 0.4 : 0),
  )
  network.times = { ...network.times, duration: 86_400, hydraulicStep: 3_600, patternStep: 3_600 }
  const named = { tag: null, comment: null }
  const pipe = (id: string, from: string, to: string, diameter: number) =>
    network.links.push({
      ...named,
      id,
      type: 'pipe',
      from,
      to,
      vertices: [],
      length: SPACING,
      diameter,
      roughness: 120,
      minorLoss: 0,
      status: 'open',
    })
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      network.nodes.push({
        ...named,
        id: junctionAt(row, column),
        type: 'junction',
        position: [column * SPACING, row * SPACING],
        elevation: row,
        demands: [{ base: 1 + ((row * 5 + column * 3) % 4), pattern: 'day', category: null }],
        emitter: null,
      })
      if (column > 0) pipe(`h${row}${column}`, junctionAt(row, column - 1), junctionAt(row, column), 150)
      if (row > 0) pipe(`v${row}${column}`, junctionAt(row - 1, column), junctionAt(row, column), 125)
    }
  }
  for (const [id, head, to] of [
    ['1', 62, junctionAt(0, 0)],
    ['2', 61, junctionAt(SIDE - 1, SIDE - 1)],
  ] as const) {
    network.nodes.push({
      ...named,
      id: `source${id}`,
      type: 'reservoir',
      position: [-SPACING, 0],
      head,
      pattern: null,
    })
    pipe(`in${id}`, `source${id}`, to, 300)
  }
  return network
}
