import { inside, type XY } from './plane.ts'

export const districtTags = ['MZ1', 'MZ2', 'MZ3', 'MZ4', 'MZ5', 'MZ6'] as const
export type DistrictTag = (typeof districtTags)[number]

export interface District {
  tag: DistrictTag
  name: string
  /** Where its name stands on the map. */
  label: XY
  ring: XY[]
  /** First and last year that most of it was built. */
  built: [number, number]
}

/** Parts of town; each is a district metered area of the water network too. */
export const districts: readonly District[] = [
  {
    tag: 'MZ1',
    name: 'Centrum',
    label: [-270, -120],
    ring: [
      [-545, -840],
      [-600, -600],
      [-640, -400],
      [-655, -216],
      [-680, -77],
      [-705, 180],
      [-700, 300],
      [-730, 470],
      [-100, 640],
      [-10, 560],
      [75, 330],
      [115, 100],
      [122, -150],
      [150, -420],
      [185, -640],
      [200, -840],
    ],
    built: [1950, 1975],
  },
  {
    tag: 'MZ2',
    name: 'Furuberget',
    label: [-1180, -540],
    ring: [
      [-545, -840],
      [-600, -600],
      [-640, -400],
      [-655, -216],
      [-680, -77],
      [-705, 180],
      [-700, 300],
      [-730, 470],
      [-1300, 470],
      [-2000, 330],
      [-2050, -1000],
      [-1430, -960],
      [-860, -770],
    ],
    built: [1962, 1990],
  },
  {
    tag: 'MZ3',
    name: 'Öster',
    label: [520, -430],
    ring: [
      [200, -840],
      [185, -640],
      [150, -420],
      [122, -150],
      [115, 100],
      [75, 330],
      [240, 330],
      [395, 290],
      [600, 300],
      [790, 300],
      [880, 140],
      [1000, 70],
      [1140, 120],
      [1480, 190],
      [1480, -560],
      [1100, -590],
      [850, -600],
      [800, -660],
      [780, -760],
      [520, -820],
    ],
    built: [1952, 1978],
  },
  {
    tag: 'MZ4',
    name: 'Lövåsen',
    label: [930, 590],
    ring: [
      [75, 330],
      [240, 330],
      [395, 290],
      [600, 300],
      [790, 300],
      [880, 140],
      [1000, 70],
      [1140, 120],
      [1480, 190],
      [1640, 420],
      [1300, 830],
      [900, 800],
      [300, 720],
      [-10, 560],
    ],
    built: [1968, 1986],
  },
  {
    tag: 'MZ5',
    name: 'Udden',
    label: [940, -920],
    ring: [
      [1480, -560],
      [1100, -590],
      [850, -600],
      [800, -660],
      [780, -760],
      [560, -850],
      [690, -1160],
      [780, -1330],
      [930, -1430],
      [1100, -1400],
      [1170, -1250],
      [1110, -985],
      [1200, -780],
    ],
    built: [1985, 2020],
  },
  {
    tag: 'MZ6',
    name: 'Norra industriområdet',
    label: [-860, 1060],
    ring: [
      [-730, 470],
      [-100, 640],
      [-190, 900],
      [-370, 1230],
      [-500, 1500],
      [-700, 1700],
      [-1000, 1500],
      [-1300, 1100],
      [-1300, 470],
    ],
    built: [1972, 1998],
  },
]

export const findDistrict = (p: XY): District | undefined => districts.find((d) => inside(d.ring, p))

export function districtOf(tag: DistrictTag): District {
  return districts[districtTags.indexOf(tag)]!
}

/** Every place belongs somewhere: the district it lies in, else the one whose label is nearest. */
export function districtAt(p: XY): District {
  const within = findDistrict(p)
  if (within) return within
  const far = (d: District) => Math.hypot(d.label[0] - p[0], d.label[1] - p[1])
  return districts.reduce((best, d) => (far(d) < far(best) ? d : best))
}
