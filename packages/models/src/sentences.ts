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
  /** A leak that is followed, m³/h with its interval; several may run at once. */
  'leak-followed': ['flow', 'low', 'high', 'days', 'pipe'],
  'leak-growing': ['perWeek', 'low', 'high'],
  /** Others that run in the same zone, m³/h in all: what they explain is taken off. */
  'leaks-beside': ['count', 'flow'],
  /** m above or below what the measured flows explain. */
  'pressure-off': ['sensor', 'off'],
  /** Alone off, in m: not taken for a leak. */
  'sensor-alone-off': ['sensor', 'off'],
  /** How leaks are looked for (flow, pressures, hydraulics), and what the next grade lacks. */
  'leak-grade': ['grade', 'gap'],

  'signal-flat': ['signal', 'hours', 'value'],
  'signal-missing': ['signal', 'hours'],

  /** Hours in which it can't be right, by what hangs together in a waterworks. */
  'plant-signal-frozen': ['signal', 'hours'],
  'plant-signal-replayed': ['signal', 'hours'],
  'plant-signal-altered': ['signal', 'hours'],
  'plant-signals-disagree': ['signal', 'hours'],
  /** Relations without it. */
  'plant-others-hold': ['count'],

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
  /** Measured as a share of what is expected; deviation in standard deviations of the pump's own noise. */
  'network-power-off': ['measured', 'deviation'],
  'network-vibration-off': ['measured', 'deviation'],

  /** Currents in A at full light. */
  'phase-current-lower': ['phase', 'now', 'normal', 'lamps'],
  'phase-dead': ['phase', 'normal'],
  'phase-lamps-dark': ['phase', 'dark', 'lamps'],
  /** Hours of the last day. */
  'cabinet-dark-at-night': ['hours'],
  'contactor-chatters': ['hours'],
  'lit-by-day': ['hours'],
  'current-while-open': ['phase', 'now', 'lit'],
  'voltage-gone': ['now'],
  'day-load': ['phase', 'now', 'normal', 'watts'],
  /** A; wobble and usual as shares of the current. */
  'lit-load-wanders': ['phase', 'added', 'wobble', 'usual'],
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
  /** Since the last reading, and how long its longest pauses are. */
  'fill-not-heard': ['hours', 'usual'],
  /** Of the next three; how much comes on them beside a working day. */
  'holidays-ahead': ['days', 'factor'],
  /** From a local date; times a usual day's amount with what holds eight in ten, learnt from so many earlier days. */
  'occasion-ahead': ['name', 'from', 'days', 'factor', 'low', 'high', 'seen'],
  /** What the last emptyings left, against what emptyings used to leave. */
  'fill-floor-raised': ['now', 'before', 'emptyings'],

  /** m³/h. */
  'pump-capacity-lost': ['pump', 'now', 'normal'],
  /** A. */
  'pump-current-off': ['pump', 'now', 'normal'],
  /** m³/h out of the sump by the others while one rests. */
  'flow-runs-back': ['resting', 'running', 'now', 'normal'],
  /** m³/h; of the head over the valve, the share that stands over the resting pump; 1/min. */
  'outflow-runs-back': ['pump', 'running', 'back'],
  'pump-under-pressure': ['pump', 'now', 'normal'],
  'pump-turns-backwards': ['pump', 'speed'],
  /** m³/h, when all pumps rest. */
  'main-runs-back': ['back'],
  'others-meter-as-ever': ['pump'],
  'others-motor-as-ever': ['pump'],
  /** Shares of water in the oil, 0…1. */
  'seal-takes-water': ['now', 'limit', 'perWeek'],

  /** kWh since it began, SEK, and kWh a day now. */
  'energy-lost': ['lost', 'cost', 'perDay'],
  /** m³/h by the meter and by the sump. */
  'flow-against-sump': ['signal', 'now', 'drawn'],
  /** m, m/h and hours; the side is that of the limit, above or below. */
  'level-to-limit': ['level', 'limit', 'perHour', 'side', 'hours'],
  'level-off-usual': ['perHour', 'usual', 'hours'],
  'level-if-usual': ['extreme', 'limit', 'side', 'probability'],
  'level-beyond': ['level', 'limit', 'perHour', 'side'],
  'level-next-limit': ['limit', 'hours', 'probability'],

  /** In mg/L, FNU, mS/m, pH and °C. */
  'chlorine-off': ['now', 'usual'],
  'turbidity-off': ['now', 'usual'],
  'conductivity-off': ['now', 'usual'],
  'ph-off': ['now', 'usual'],
  'water-temperature-off': ['now', 'usual'],
  /** Signals that tell the same. */
  'quality-together': ['count'],
  'quality-sensor-alone': ['signal'],
  /** The zone's inflow above the usual, in its usual deviations. */
  'turbidity-stirred': ['times'],

  /** m³/h, and hours ahead. */
  'inflow-against-capacity': ['expected', 'capacity', 'hours'],
  /** m³, m. */
  'sump-has-room': ['room', 'level', 'overflow'],
  'runs-over-now': ['level', 'overflow'],
  /** mm/h now, mm in so many hours. */
  'rain-has-fallen': ['now', 'fallen', 'hours'],
  /** 0…1 */
  'overflow-if-rain-stops': ['probability'],
  /** Whose, when it was known here, and mm in so many hours: on average and at most. */
  'rain-is-forecast': ['source', 'time', 'expected', 'most', 'hours'],
  /** m³/h */
  'inflow-if-most-falls': ['most'],
  'rain-not-forecast': ['hours'],
  'pump-does-not-run': ['pump'],
  /** One of backflow, bearing, cavitation, imbalance, inlet, rags, shut, wear. */
  'failure-points-to': ['mode'],
} as const satisfies Record<string, readonly string[]>

export type SentenceCode = keyof typeof sentences

export const sentence = <C extends SentenceCode>(
  code: C,
  params: Record<(typeof sentences)[C][number], string | number | null>,
): Sentence => ({ code, params })
