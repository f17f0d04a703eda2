import { toSweref, toWgs84 } from '@driftbild/network'
import { expect, test } from 'vitest'
import { crsOf, place } from './crs.ts'

/** Lantmäteriet: "Kontrollpunkter för SWEREF 99 TM", 2007-11-20. Latitude, longitude, north, east. */
const controlPoints = [
  [55, 12.75, 6097106.672, 356083.438],
  [55, 14.25, 6095048.642, 452024.069],
  [57, 12.75, 6319636.937, 363331.554],
  [57, 19.5, 6326392.707, 773251.054],
  [59, 11.25, 6546096.724, 284626.066],
  [59, 19.5, 6548757.206, 758410.519],
  [61, 12.75, 6764877.311, 378323.44],
  [61, 18.75, 6768593.345, 702745.127],
  [63, 12, 6989134.048, 348083.148],
  [63, 19.5, 6993565.63, 727798.671],
  [65, 13.5, 7209293.753, 429270.201],
  [65, 21.75, 7225449.115, 817833.405],
  [67, 16.5, 7432168.174, 565398.458],
  [67, 24, 7459745.672, 891298.142],
  [69, 21, 7666089.698, 739639.195],
] as const

test.each(controlPoints)(
  '%d° N %d° E is where Lantmäteriet says, to the millimetre',
  (lat, lon, north, east) => {
    expect(place([lon, lat], crsOf[3006])).toEqual([east, north])
  },
)

test('all over Sweden a position comes back from SWEREF 99 TM within a millimetre', () => {
  const METRES_A_DEGREE = 111_320
  let worst = 0
  for (let lat = 55; lat <= 69.5; lat += 0.5) {
    for (let lon = 10.5; lon <= 24.5; lon += 0.5) {
      const [again, up] = toWgs84(toSweref([lon, lat]))
      const dx = (again - lon) * METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180)
      worst = Math.max(worst, Math.hypot(dx, (up - lat) * METRES_A_DEGREE))
    }
  }
  expect(worst).toBeGreaterThan(0)
  expect(worst).toBeLessThan(0.001)
})
