import { bandOf, inside, nearestOn, smooth, type XY } from './plane.ts'

/** Land and water of the town, drawn by hand: a river that meets a bay, a headland, islands, a tarn. */

const coast: XY[] = smooth(
  [
    [-3200, -1010],
    [-2700, -930],
    [-2350, -1080],
    [-2050, -960],
    [-1850, -1040],
    [-1640, -930],
    [-1430, -990],
    [-1210, -880],
    [-1020, -905],
    [-860, -800],
    [-700, -812],
    [-560, -745],
    [-330, -742],
    [-80, -766],
    [110, -790],
    [300, -812],
    [455, -790],
    [560, -850],
    [640, -985],
    [700, -1160],
    [790, -1330],
    [930, -1420],
    [1080, -1405],
    [1160, -1290],
    [1150, -1130],
    [1090, -985],
    [1130, -830],
    [1270, -735],
    [1430, -690],
    [1600, -715],
    [1760, -640],
    [1960, -655],
    [2150, -520],
    [2420, -560],
    [2750, -430],
    [3200, -480],
  ],
  45,
)

/** Far beyond the town: who looks from afar still sees a coast and open water. */
export const sea: XY[] = [[-12_000, -1500], ...coast, [12_000, -300], [12_000, -12_000], [-12_000, -12_000]]

const island = (x: number, y: number, rx: number, ry: number, turn: number): XY[] =>
  smooth(
    [0, 1, 2, 3, 4, 5, 6].map((i): XY => {
      const a = turn + (i * 2 * Math.PI) / 7
      const r = 1 + 0.22 * Math.sin(3 * i + turn * 5)
      return [x + Math.cos(a) * rx * r, y + Math.sin(a) * ry * r]
    }),
    25,
    true,
  )

export const islands: XY[][] = [
  island(-620, -1380, 190, 90, 0.3),
  island(-1500, -1560, 130, 170, 1.1),
  island(250, -1750, 260, 110, 0.7),
  island(1720, -1330, 160, 120, 2.1),
  island(1480, -1120, 55, 40, 0.2),
  island(-180, -1180, 60, 36, 0.9),
  island(2350, -1050, 110, 180, 0.5),
]

export const riverLine: XY[] = smooth(
  [
    [-300, 2700],
    [-470, 2250],
    [-330, 1850],
    [-500, 1500],
    [-330, 1180],
    [-190, 930],
    [-60, 660],
    [60, 400],
    [110, 130],
    [120, -150],
    [150, -420],
    [185, -640],
    [200, -840],
  ],
  40,
)
const riverWidth = (along: number): number => 52 + along * 0.013 + 8 * Math.sin(along / 170)
export const river: XY[] = bandOf(riverLine, riverWidth)

/** Where the river comes from, for who looks from afar. */
export const upstream: XY[] = bandOf(
  smooth(
    [
      [600, 12_000],
      [-500, 7600],
      [300, 4700],
      [-300, 2700],
      [-420, 2400],
    ],
    60,
  ),
  () => 50,
)

export const tarn: XY[] = smooth(
  [
    [-2230, -60],
    [-2090, -150],
    [-1990, -70],
    [-1980, 70],
    [-2080, 170],
    [-2200, 110],
  ],
  30,
  true,
)

/** Whether there is water at a place, with `margin` metres of shore. */
export function isWater(p: XY, margin = 0): boolean {
  if (nearestOn(riverLine, p).off < 36 + (p[1] < 300 ? 12 : 0) + margin) return true
  if (inside(tarn, p)) return true
  if (islands.some((ring) => inside(ring, p))) return false
  if (inside(sea, p)) return true
  return margin > 0 && nearestOn(coast, p).off < margin
}

interface Hill {
  at: XY
  height: number
  radius: number
}
const hills: Hill[] = [
  { at: [-1330, 130], height: 34, radius: 420 },
  { at: [-1700, -250], height: 9, radius: 380 },
  { at: [900, 420], height: 12, radius: 420 },
  { at: [920, -1180], height: 7, radius: 260 },
  { at: [-900, 1500], height: 14, radius: 500 },
]

/** Metres above RH 2000: a plain that rises from the shore, and its hills. */
export function elevationAt(p: XY): number {
  const shore = Math.min(nearestOn(coast, p).off, nearestOn(riverLine, p).off * 1.4)
  const plain = 1.6 + 9 * (1 - Math.exp(-shore / 500)) + Math.max(0, p[1]) * 0.003
  const raised = hills.reduce((sum, hill) => {
    const r = Math.hypot(p[0] - hill.at[0], p[1] - hill.at[1]) / hill.radius
    return sum + hill.height * Math.exp(-r * r)
  }, 0)
  return Math.round((plain + raised) * 100) / 100
}
