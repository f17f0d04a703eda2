import { inside, smooth, type XY } from './plane.ts'
import { inCentre } from './streets.ts'

export interface Green {
  name: string | null
  ring: XY[]
  /** Houses keep out of parks; they may stand at a forest's edge. */
  kept: boolean
}

const block = (name: string, x0: number, y0: number, x1: number, y1: number): Green => ({
  name,
  kept: true,
  ring: [inCentre([x0, y0]), inCentre([x1, y0]), inCentre([x1, y1]), inCentre([x0, y1])],
})

const area = (name: string | null, kept: boolean, ...points: XY[]): Green => ({
  name,
  kept,
  ring: smooth(points, 30, true),
})

export const greens: Green[] = [
  block('Stadsparken', -478, 52, -377, 163),
  block('Kyrkoparken', -353, -223, -257, -112),
  block('Esplanadparken', -622, 322, -486, 440),
  area('Strandparken', true, [66, -20], [40, 180], [-8, 410], [-22, 400], [12, 170], [34, -20]),
  area('Norrvallen', true, [1010, -230], [1130, -190], [1170, -60], [1060, -50], [1000, -120]),
  area('Kyrkogården', true, [620, -170], [730, -160], [735, -265], [625, -285]),
  area(
    'Furubergsparken',
    true,
    [-1400, 330],
    [-1250, 350],
    [-1215, 180],
    [-1230, 40],
    [-1350, -10],
    [-1470, 110],
    [-1490, 260],
  ),
  area(
    'Udden naturreservat',
    true,
    [840, -1290],
    [900, -1375],
    [1030, -1375],
    [1110, -1290],
    [1040, -1290],
    [930, -1300],
  ),
  area(null, true, [-1060, 40], [-990, 60], [-1000, 130], [-1090, 150], [-1130, 60]),
  area(null, true, [640, 430], [700, 420], [730, 480], [690, 530], [610, 530]),
  area(
    null,
    false,
    [-2900, -700],
    [-2300, -850],
    [-1950, -700],
    [-1850, -300],
    [-1900, 200],
    [-1720, 340],
    [-1300, 400],
    [-1300, 460],
    [-2200, 290],
    [-3000, 60],
  ),
  area(null, false, [-2900, 250], [-2000, 420], [-1350, 580], [-1250, 1000], [-2100, 840], [-3000, 560]),
  area(null, false, [-2900, 800], [-1900, 1020], [-1000, 1250], [-900, 1500], [-1050, 2000], [-2800, 2200]),
  area(
    null,
    false,
    [-250, 1350],
    [300, 1430],
    [1000, 1620],
    [2600, 2050],
    [2600, 2400],
    [-200, 2400],
    [-420, 1900],
    [-250, 1600],
  ),
  area(
    null,
    false,
    [100, 820],
    [500, 860],
    [1100, 1030],
    [1700, 1250],
    [1500, 1560],
    [900, 1420],
    [200, 1250],
    [-200, 1180],
  ),
  area(
    null,
    false,
    [1560, 300],
    [2100, 360],
    [2900, 500],
    [2900, 1350],
    [1700, 1050],
    [1400, 800],
    [1600, 560],
  ),
  area(
    null,
    false,
    [1500, 80],
    [1900, 160],
    [2800, 300],
    [2800, -350],
    [2200, -400],
    [1700, -520],
    [1480, -300],
  ),
]

export const isKeptGreen = (p: XY): boolean => greens.some((g) => g.kept && inside(g.ring, p))

/** Stortorget: no house stands on the square. */
export const square: XY[] = block('Stortorget', -232, -88, -133, 10).ring
