import type { Position } from './geometry.ts'
import { DAY, type Micros } from './time.ts'

const RAD = Math.PI / 180

interface Sun {
  declination: number
  /** Minutes that the sun is ahead of the mean sun. */
  equation: number
}

/** Fourier series of NOAA's solar calculator, good to a minute of time; `n` is days since 2000-01-01 12:00 UTC. */
function sunOf(n: number): Sun {
  const g = ((2 * Math.PI) / 365.2422) * (n + 0.5)
  return {
    declination:
      0.006918 -
      0.399912 * Math.cos(g) +
      0.070257 * Math.sin(g) -
      0.006758 * Math.cos(2 * g) +
      0.000907 * Math.sin(2 * g) -
      0.002697 * Math.cos(3 * g) +
      0.00148 * Math.sin(3 * g),
    equation:
      229.18 *
      (0.000075 +
        0.001868 * Math.cos(g) -
        0.032077 * Math.sin(g) -
        0.014615 * Math.cos(2 * g) -
        0.040849 * Math.sin(2 * g)),
  }
}

const J2000 = 10_957.5 * DAY
const daysSince = (at: Micros): number => (at - J2000) / DAY

/** Degrees above the horizon of a place, without refraction. */
export function sunElevation(at: Micros, [longitude, latitude]: Position): number {
  const sun = sunOf(daysSince(at))
  const angle = 2 * Math.PI * (at / DAY - Math.floor(at / DAY) - 0.5 + longitude / 360 + sun.equation / 1440)
  const sine =
    Math.sin(latitude * RAD) * Math.sin(sun.declination) +
    Math.cos(latitude * RAD) * Math.cos(sun.declination) * Math.cos(angle)
  return Math.asin(sine) / RAD
}

/** Solar noon of the UTC day at a longitude. */
export const solarNoon = (day: number, longitude: number): Micros =>
  Math.round(day * DAY + DAY / 2 - (longitude / 360) * DAY - (sunOf(day - 10_957).equation / 1440) * DAY)

/** Half of the time that the sun spends above an elevation around a day's noon at a latitude: 0 never, half a day always. */
export function halfDay(day: number, elevation: number, latitude: number): number {
  const { declination } = sunOf(day - 10_957)
  const cosine =
    (Math.sin(elevation * RAD) - Math.sin(latitude * RAD) * Math.sin(declination)) /
    (Math.cos(latitude * RAD) * Math.cos(declination))
  if (cosine >= 1) return 0
  if (cosine <= -1) return DAY / 2
  return (Math.acos(cosine) / (2 * Math.PI)) * DAY
}
