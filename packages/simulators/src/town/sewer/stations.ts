import type { DistrictTag } from '../map/districts.ts'
import type { XY } from '../map/plane.ts'

export interface Station {
  tag: string
  name: string
  at: XY
  zone: string
  /** Whose water comes here, and how much of it, m³/h on a mean dry day. */
  from: DistrictTag
  dryFlow: number
  /** Roofs and streets that drain into the sewer by mistake, m². */
  paved: number
  /** m² */
  sumpArea: number
  /** Of one pump: m³/h, kW, A. */
  pump: { flow: number; power: number; current: number }
  /** Its pressure main: m³ in it, and what of the pump's rated head is height, the rest being friction. */
  main: { volume: number; height: number }
}

/** Levels that all stations share, m above the sump's floor. */
export const SUMP = { snore: 0.3, stop: 0.55, start: 1.25, startBoth: 1.75, high: 2.25, overflow: 2.8 }

const station = (
  n: number,
  name: string,
  at: XY,
  from: DistrictTag,
  dryFlow: number,
  paved: number,
  sumpArea: number,
  pump: Station['pump'],
  main: Station['main'],
): Station => ({ tag: `APS${n}`, zone: `AO${n}`, name, at, from, dryFlow, paved, sumpArea, pump, main })

export const stations: readonly Station[] = [
  station(
    1,
    'Hamnen',
    [-268, -708],
    'MZ1',
    27,
    9500,
    9,
    { flow: 84, power: 7.5, current: 14.8 },
    { volume: 13, height: 0.55 },
  ),
  station(
    2,
    'Strandvägen',
    [-1096, -803],
    'MZ2',
    10.5,
    5200,
    6,
    { flow: 44, power: 4, current: 8.4 },
    { volume: 6.7, height: 0.7 },
  ),
  station(
    3,
    'Sågverket',
    [470, -755],
    'MZ3',
    18.5,
    7600,
    9,
    { flow: 66, power: 5.5, current: 11.2 },
    { volume: 11, height: 0.5 },
  ),
  station(
    4,
    'Lövåsen',
    [1236, 190],
    'MZ4',
    10.8,
    5600,
    6,
    { flow: 46, power: 4, current: 8.3 },
    { volume: 5.3, height: 0.65 },
  ),
  station(
    5,
    'Udden',
    [1046, -1098],
    'MZ5',
    2,
    1500,
    3,
    { flow: 17, power: 2.2, current: 5.1 },
    { volume: 2.2, height: 0.6 },
  ),
]

export const pumpTag = (station: Station, n: number): string => `${station.tag}-P${n}`
