import type { Position } from '@driftbild/core'

/** Web Mercator: 0 to 1 from west to east and from north to south. */
export function mercator([lon, lat]: Position): [x: number, y: number] {
  const sine = Math.sin((lat * Math.PI) / 180)
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
  return [lon / 360 + 0.5, Math.min(1, Math.max(0, y))]
}
