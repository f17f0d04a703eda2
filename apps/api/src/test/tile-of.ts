/** The tile that holds a place (slippy map arithmetic). */
export function tileOf([lon, lat]: [number, number], z: number): [number, number, number] {
  const n = 2 ** z
  const phi = (lat * Math.PI) / 180
  return [
    z,
    Math.floor(((lon + 180) / 360) * n),
    Math.floor(((1 - Math.log(Math.tan(phi) + 1 / Math.cos(phi)) / Math.PI) / 2) * n),
  ]
}
