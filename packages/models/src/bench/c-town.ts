import { before } from '../consistency/plant-series.ts'
import type { Relation } from '../consistency/relation.ts'
import type { Plant } from '../consistency/watch-plant.ts'

/** The hourly record is rounded to hundredths. */
const TOLERANCE = 0.006

const ACTUATORS = [...Array.from({ length: 11 }, (_, i) => `PU${i + 1}`), 'V2']

/**
 * C-Town as its network file draws it: seven tanks, eleven pumps in five stations, a valve into tank 2. Each
 * relation is a piece of hydraulics that needs few signals, so that what is falsified shows in some and not in others.
 */
export const cTown: Plant = {
  relations: [
    // What rests has no flow, and what runs has its own.
    ...ACTUATORS.map((name) => relation(`F_${name}`, [], [`S_${name}`])),
    // Pumps 1 and 2 in parallel from the reservoir into tank 1's zone: one curve, one flow each.
    relation('F_PU2', ['F_PU1'], ['S_PU2', 'S_PU3']),
    relation('P_J269', ['F_PU1'], ['S_PU2', 'S_PU3']),
    relation('P_J280', ['F_PU1', 'F_PU2'], ['S_PU2', 'S_PU3']),
    relation('F_PU1', ['L_T1', 'F_V2', 'F_PU8', 'F_PU10'], ['S_PU2', 'S_V2', 'S_PU3'], true),
    relation('F_PU1', ['L_T1', 'F_V2', 'P_J302'], ['S_PU2', 'S_V2', 'S_PU8', 'S_PU10', 'S_PU11']),
    // The other stations: head from flow, and the pressure behind them from the tank that they fill.
    relation('P_J256', ['P_J300', 'F_PU4'], ['S_PU4', 'S_PU5']),
    relation('P_J256', ['L_T3', 'F_PU4'], ['S_PU4', 'S_PU5'], true),
    relation('P_J415', ['P_J289', 'F_PU7'], ['S_PU7', 'S_PU6']),
    relation('P_J415', ['L_T4', 'L_T6', 'F_PU7'], ['S_PU7', 'S_PU6'], true),
    relation('P_J306', ['P_J302', 'F_PU8'], ['S_PU8', 'S_PU9']),
    relation('P_J306', ['L_T5', 'F_PU8'], ['S_PU8', 'S_PU9'], true),
    relation('P_J317', ['P_J307', 'F_PU10'], ['S_PU10', 'S_PU11']),
    relation('P_J317', ['L_T7', 'F_PU10'], ['S_PU10', 'S_PU11'], true),
    // Suctions in one zone hang together through what is drawn from it.
    relation('P_J300', ['P_J289'], ['S_PU4', 'S_PU7', 'S_PU6', 'S_PU5']),
    relation('P_J300', ['P_J422', 'F_PU4', 'F_PU7', 'L_T2'], ['S_PU4', 'S_PU7', 'S_V2', 'S_PU6', 'S_PU5']),
    relation('P_J422', ['L_T2', 'F_V2', 'F_PU4', 'F_PU7'], ['S_PU4', 'S_PU7', 'S_V2', 'S_PU6', 'S_PU5']),
    relation('P_J289', ['L_T2', 'F_V2', 'F_PU4', 'F_PU7'], ['S_PU4', 'S_PU7', 'S_V2', 'S_PU6', 'S_PU5']),
    relation('P_J302', ['P_J307', 'F_PU8', 'F_PU10'], ['S_PU8', 'S_PU10', 'S_PU11', 'S_PU9']),
    relation(
      'P_J302',
      ['P_J269', 'L_T1', 'F_PU8', 'F_PU10', 'F_V2'],
      ['S_PU8', 'S_PU10', 'S_PU11', 'S_PU9'],
      true,
    ),
    relation(
      'P_J302',
      ['F_PU1', 'L_T1', 'F_PU8', 'F_PU10', 'F_V2', 'P_J14'],
      ['S_PU8', 'S_PU10', 'S_V2', 'S_PU11', 'S_PU9'],
    ),
    // The valve into tank 2: pressures on both sides, and before it the zone of tank 1.
    relation('P_J422', ['P_J14'], ['S_V2']),
    relation('P_J14', ['F_PU1', 'F_V2', 'L_T1'], ['S_V2', 'S_PU2']),
    // Tanks: the last level, what was pumped in and drawn, what people use at this hour of the week.
    tank('L_T1', ['F_PU1', 'F_PU2', 'F_V2', 'F_PU8', 'F_PU10'], ['S_PU2', 'S_V2']),
    tank('L_T2', ['F_V2', 'F_PU4', 'F_PU7'], ['S_V2']),
    tank('L_T3', ['F_PU4'], ['S_PU4']),
    tank('L_T3', ['F_PU4', 'P_J256'], ['S_PU4']),
    tank('L_T4', ['F_PU7'], ['S_PU7']),
    tank('L_T4', ['F_PU7', 'P_J415', 'L_T6'], ['S_PU7']),
    tank('L_T5', ['F_PU8'], ['S_PU8']),
    tank('L_T5', ['F_PU8', 'P_J306'], ['S_PU8']),
    tank('L_T6', ['F_PU7', 'L_T4', 'P_J415'], ['S_PU7']),
    tank('L_T7', ['F_PU10'], ['S_PU10']),
    tank('L_T7', ['F_PU10', 'P_J317'], ['S_PU10']),
  ],
  switchings: [
    ...['PU1', 'PU2', 'PU3'].map((pump) => ({ state: `S_${pump}`, level: 'L_T1' })),
    { state: 'S_V2', level: 'L_T2' },
    ...['PU4', 'PU5'].map((pump) => ({ state: `S_${pump}`, level: 'L_T3' })),
    ...['PU6', 'PU7'].map((pump) => ({ state: `S_${pump}`, level: 'L_T4' })),
    ...['PU8', 'PU9'].map((pump) => ({ state: `S_${pump}`, level: 'L_T5' })),
    ...['PU10', 'PU11'].map((pump) => ({ state: `S_${pump}`, level: 'L_T7' })),
  ],
}

function relation(of: string, from: readonly string[], states: readonly string[], weekly = false): Relation {
  return { of, from, states, weekly, tolerance: TOLERANCE }
}

function tank(level: string, flows: readonly string[], states: readonly string[]): Relation {
  const now = flows.filter((f) => f !== level)
  return relation(
    level,
    [before(level), ...now, ...now.map(before)],
    [...states, ...states.map(before)],
    true,
  )
}
