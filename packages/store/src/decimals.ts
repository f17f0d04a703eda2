/** A number as a whole number of decimal places; see `decimalOf`. */
export interface Decimal {
  digits: number
  /** How many places; −1 − places where it is the single-precision number next to that decimal. */
  scale: number
}

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6] as const
const single = (places: number): number => -1 - places
const placesOf = (scale: number): number => (scale < 0 ? -1 - scale : scale)

/**
 * The decimal that a number is, to the bit; null when it is none of up to six places. Instruments show decimals, and
 * send them as doubles or as singles: of two that follow one another the bits have little in common, the digits
 * nearly everything. `usual` is the scale to begin with, for one that stays the same compresses to nothing.
 */
export function decimalOf(value: number, usual = 0): Decimal | null {
  const known = at(value, usual)
  if (known) return known
  const least = placesOf(usual)
  if (usual < 0) return asSingle(value, least) ?? asDouble(value, 0)
  return asDouble(value, least) ?? asSingle(value, 0)
}

export const numberOf = ({ digits, scale }: Decimal): number => {
  const decimal = digits / POWERS[placesOf(scale)]!
  return scale < 0 ? Math.fround(decimal) : decimal
}

function asDouble(value: number, least: number): Decimal | null {
  for (let places = least; places < POWERS.length; places++) {
    const found = at(value, places)
    if (found) return found
  }
  return null
}

function asSingle(value: number, least: number): Decimal | null {
  if (!Object.is(Math.fround(value), value)) return null
  for (let places = least; places < POWERS.length; places++) {
    const found = at(value, single(places))
    if (found) return found
  }
  return null
}

/** −0 is none: a whole number has no sign of its own at zero. */
function at(value: number, scale: number): Decimal | null {
  const digits = Math.round(value * POWERS[placesOf(scale)]!)
  if (!Number.isSafeInteger(digits) || Object.is(digits, -0)) return null
  return Object.is(numberOf({ digits, scale }), value) ? { digits, scale } : null
}
