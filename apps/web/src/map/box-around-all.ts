import { type Box, boxOf, type Geometry } from '@driftbild/core'

export function boxAroundAll(geometries: readonly Geometry[]): Box {
  const boxes = geometries.map(boxOf)
  return [
    Math.min(...boxes.map(([west]) => west)),
    Math.min(...boxes.map(([, south]) => south)),
    Math.max(...boxes.map(([, , east]) => east)),
    Math.max(...boxes.map(([, , , north]) => north)),
  ]
}
