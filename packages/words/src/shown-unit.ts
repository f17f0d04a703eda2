/** Not a unit of core's: a fraction 0…1 that people read as per cent. */
export const SHARE = 'share'

const shares = new Set(['fill', 'battery', 'seal-moisture'])

/**
 * The unit in which a signal's values are shown. They stay what they are; only the last step to text counts a
 * fill of 0.83 as 83 %. A dimensionless count (starts) remains one.
 */
export const shownUnit = (signalKey: string, unit: string): string =>
  unit === '1' && shares.has(signalKey.slice(signalKey.lastIndexOf('/') + 1)) ? SHARE : unit

/** The unit of a prediction's size; the only ones without dimension are fills. */
export const shownSizeUnit = (unit: string): string => (unit === '1' ? SHARE : unit)
