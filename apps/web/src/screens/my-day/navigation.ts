import type { Position } from '@driftbild/core'

/** Hands the way over to the phone's own navigation. Apple's phones don't know `geo:`. */
export function navigationLink([lon, lat]: Position, label: string, userAgent: string): string {
  const place = `${lat.toFixed(6)},${lon.toFixed(6)}`
  const name = encodeURIComponent(label)
  return /iPhone|iPad|iPod/.test(userAgent)
    ? `maps://?daddr=${place}&q=${name}`
    : `geo:${place}?q=${place}(${name})`
}
