import type { XY } from '@driftbild/network'
import type { DistrictTag } from '../map/districts.ts'
import { smooth } from '../map/plane.ts'
import { inCentre } from '../map/streets.ts'

/** Waterworks, tower and the main between them: the part of the network that no street decides. */
export const WORKS = {
  pumps: ['VV1-P1', 'VV1-P2', 'VV1-P3'],
  /** Clean water ahead of the pumps; head in m above RH 2000. */
  basin: { id: 'VV1-B', at: [-676, 1618] as XY, head: 27.5 },
  header: [-704, 1578] as XY,
  /** Where the pumps' outlets meet. */
  headerNode: 'VV1-K',
  /** Axis of the pumps, m above RH 2000. */
  pumpElevation: 24,
  tower: { id: 'VT1', at: [-1318, 122] as XY, floor: 66, diameter: 12.4 },
}

/** Of the tower, in m above its floor. */
export const LEVELS = { start: 4.2, wanted: 4.2, top: 6, low: 2, high: 5.7 }

/** Rated point, m³/h and m; one point stands for H = 4/3 H₀ − H₀/3 (Q/Q₀)². */
export const PUMP_CURVE = { id: 'pump', flow: 58, head: 51 }

interface TrunkLine {
  from: string
  to: string
  line: XY[]
  diameter: number
  built: number
}

const line = (...points: XY[]): XY[] => smooth(points, 40)

export const trunkLines: TrunkLine[] = [
  {
    from: 'header',
    to: 'crossing',
    line: line(WORKS.header, [-738, 1400], [-794, 1195]),
    diameter: 250,
    built: 1974,
  },
  { from: 'crossing', to: 'industry', line: line([-794, 1195], [-759, 935]), diameter: 250, built: 1974 },
  {
    from: 'industry',
    to: 'station',
    line: line([-759, 935], [-719, 745], [-697, 600], [-650, 452], [-643, 352]),
    diameter: 250,
    built: 1974,
  },
  {
    from: 'station',
    to: 'slope',
    line: line([-643, 352], [-740, 329], [-862, 408], [-1012, 433], [-1146, 340]),
    diameter: 250,
    built: 1974,
  },
  {
    from: 'slope',
    to: 'tower',
    line: line([-1146, 340], [-1206, 190], [-1250, 130], [-1318, 122]),
    diameter: 250,
    built: 1974,
  },
  {
    from: 'station',
    to: 'bridge',
    line: line([-643, 352], inCentre([-300, 464]), inCentre([-10, 466])),
    diameter: 160,
    built: 1979,
  },
  { from: 'bridge', to: 'east', line: line(inCentre([-10, 466]), [146, 457]), diameter: 160, built: 1979 },
]

export interface Inlet {
  tag: string
  name: string
  district: DistrictTag
  /** Node of the main that it is tapped from; null where a street's pipe passes from the district before. */
  trunk: string | null
  /** District that it leaves, where it is not the main. */
  leaves: DistrictTag | null
  street: string
  at: XY
  diameter: number
}

const inlet = (
  n: number,
  name: string,
  district: DistrictTag,
  from: { trunk: string } | { leaves: DistrictTag },
  street: string,
  at: XY,
  diameter: number,
): Inlet => ({
  tag: `QM${n}`,
  name,
  district,
  trunk: 'trunk' in from ? from.trunk : null,
  leaves: 'leaves' in from ? from.leaves : null,
  street,
  at,
  diameter,
})

/** Each district has one way in, and it is metered. */
export const inlets: readonly Inlet[] = [
  inlet(1, 'Järnvägsgatan', 'MZ1', { trunk: 'station' }, 'Järnvägsgatan', [-640, 346], 200),
  inlet(2, 'Furubergsvägen', 'MZ2', { trunk: 'slope' }, 'Furubergsvägen', [-1150, 330], 110),
  inlet(3, 'Södra bron', 'MZ3', { leaves: 'MZ1' }, 'Östra Storgatan', [138, -116], 150),
  inlet(4, 'Norra bron', 'MZ4', { trunk: 'east' }, 'Lövåsvägen', [165, 452], 110),
  inlet(5, 'Uddvägen', 'MZ5', { leaves: 'MZ3' }, 'Uddvägen', [845, -620], 80),
  inlet(6, 'Industrivägen', 'MZ6', { trunk: 'industry' }, 'Industrivägen', [-765, 930], 110),
]
