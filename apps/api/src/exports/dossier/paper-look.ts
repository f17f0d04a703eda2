import type { AssetState } from '@driftbild/core'
import type { Look } from '@driftbild/formats/pdf'
import { light, shapeStroke, stateShapes } from '@driftbild/words/look'

/** The pages' light theme, on paper. */
export const paperLook: Look = {
  text: light.text,
  quiet: light.quiet,
  line: light.line,
  panel: light.panel,
  chart: {
    line: light.chart.line,
    band: light.chart.bandEdge,
    grid: light.chart.grid,
    hatch: light.chart.hatch,
  },
  map: {
    land: light.map.land,
    water: light.map.water,
    green: light.map.green,
    building: light.map.building,
    street: light.map.street,
    rail: light.map.rail,
    selection: light.map.selection,
  },
  states: Object.fromEntries(
    (Object.keys(stateShapes) as AssetState[]).map((state) => [
      state,
      {
        shape: stateShapes[state],
        stroke: shapeStroke[state],
        fill: light.state[state],
        edge: light.stateEdge[state],
      },
    ]),
  ) as Look['states'],
}

export const networkColour = light.map.network
