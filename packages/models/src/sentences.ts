import type { Sentence } from '@driftbild/core'

/**
 * Every sentence that a model can give as evidence, with the parameters it takes. The words are the web's;
 * numbers are in the unit that the parameter's comment or suffix says.
 */
export const sentences = {
  /** Flows in m³/h. */
  'night-flow-raised': ['now', 'normal', 'added', 'nights'],
  'night-flow-growing': ['now', 'normal', 'perWeek'],
  /** Share of the night's increase that the day shows too; 1 is what a leak does. */
  'day-follows-night': ['ratio'],
  /** Pressure drop at night in m water column. */
  'pressure-lowered': ['sensor', 'drop'],
  'inflow-scaled': ['night', 'day'],

  'signal-flat': ['signal', 'hours', 'value'],
  'signal-missing': ['signal', 'hours'],

  /** A naive baseline's rule of thumb. */
  'fixed-limit': ['subject'],

  /** Efficiencies 0…1. */
  'efficiency-lost': ['now', 'expected', 'perMonth'],
  /** mm/s against ISO 10816-7 / 20816. */
  'vibration-rising': ['now', 'limit', 'perWeek'],
  'vibration-above': ['now', 'limit'],
  /** °C. */
  'bearing-warming': ['now', 'limit', 'perWeek'],
  'bearing-above': ['now', 'limit'],
  /** kW and mm/s; deviation in standard deviations of the pump's own noise. */
  'network-power-off': ['measured', 'expected', 'deviation'],
  'network-vibration-off': ['measured', 'expected', 'deviation'],

  /** Currents in A at full light. */
  'phase-current-lower': ['phase', 'now', 'normal', 'lamps'],
  'phase-dead': ['phase', 'normal'],
  'phase-lamps-dark': ['phase', 'dark', 'lamps'],
  'lamp-reports-failure': ['luminaire'],
  'gear-reports-failure': ['luminaire'],
  /** W. */
  'lamp-without-power': ['luminaire', 'power', 'rated'],
  'luminaire-silent': ['luminaire', 'days'],

  /** Fills 0…1, rate per day. */
  'fill-rate': ['fill', 'perDay', 'limit'],
  'fill-above-limit': ['fill', 'limit'],
  'emptied-on': ['time', 'before'],
  'fill-jumped': ['before', 'after'],
  'fill-stands-still': ['fill', 'hours', 'expected'],
  /** What the last emptyings left, against what emptyings used to leave. */
  'fill-floor-raised': ['now', 'before', 'emptyings'],

  /** m³/h. */
  'pump-capacity-lost': ['pump', 'now', 'normal'],
  /** A. */
  'pump-current-off': ['pump', 'now', 'normal'],

  /** kWh since it began, SEK, and kWh a day now. */
  'energy-lost': ['lost', 'cost', 'perDay'],
  /** m³/h by the meter and by the sump. */
  'flow-against-sump': ['signal', 'now', 'drawn'],
  /** One of backflow, bearing, cavitation, imbalance, inlet, rags, wear. */
  'failure-points-to': ['mode'],
} as const satisfies Record<string, readonly string[]>

export type SentenceCode = keyof typeof sentences

export const sentence = <C extends SentenceCode>(
  code: C,
  params: Record<(typeof sentences)[C][number], string | number | null>,
): Sentence => ({ code, params })
