import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY, formatTime, fromMillis, Micros, SIMULATED_TOWN } from '@driftbild/core'
import { type Database, putBaseMap, putRegister, stateOccasion } from '@driftbild/store'
import { z } from 'zod'
import { type UpOptions, usualTown } from '../commands/up.ts'
import { Mistake } from '../mistake.ts'
import { writeWhole } from '../write-whole.ts'
import type { DataFolder } from './folder.ts'
import type { Progress } from './progress.ts'

/** Which town this data folder shows, and when its clock began to run with ours. */
const TownPlan = z.object({
  seed: z.int(),
  begunAt: Micros,
  historyDays: z.int(),
  historyDone: z.boolean().default(false),
})
export type TownPlan = z.infer<typeof TownPlan> & { folder: string; file: string }

/** The plan of the first start; later starts go on with it, and refuse to be asked for another. */
export function openTownPlan(folder: DataFolder, options: UpOptions): TownPlan {
  const file = join(folder.town, 'plan.json')
  const { seed = usualTown.seed, historyDays = usualTown.historyDays } = options
  if (!existsSync(file)) {
    const plan = { seed, begunAt: fromMillis(Date.now()), historyDays, historyDone: false }
    writeWhole(file, JSON.stringify(plan))
  }
  const plan = readPlan(folder, file)
  refuseOther('--seed', options.seed, plan.seed, folder)
  refuseOther('--history-days', options.historyDays, plan.historyDays, folder)
  return plan
}

function refuseOther(option: string, asked: number | undefined, kept: number, folder: DataFolder): void {
  if (asked === undefined || asked === kept) return
  throw new Mistake(
    `${folder.root} was begun with ${option} ${kept}, and ${option} ${asked} can’t change that`,
    `Leave ${option} away to go on with it, or name an empty folder with DRIFTBILD_DATA to begin anew.`,
  )
}

function readPlan(folder: DataFolder, file: string): TownPlan {
  try {
    return { ...TownPlan.parse(JSON.parse(readFileSync(file, 'utf8'))), folder: folder.town, file }
  } catch (cause) {
    throw new Mistake(
      `${file}, which says which town this is and since when, can’t be read: ${reasonOf(cause)}`,
      'Put it back from a copy of the folder, or name an empty folder with DRIFTBILD_DATA to begin anew.',
      { cause },
    )
  }
}

const reasonOf = (cause: unknown): string =>
  cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll('\n', ' ') : (cause as Error).message

export function noteHistoryDone({ folder: _, file, ...plan }: TownPlan): void {
  writeWhole(file, JSON.stringify({ ...plan, historyDone: true }))
}

/** How the simulators and the filling of history are told of the town. */
export const townArguments = (plan: TownPlan): string[] => [
  ...['--folder', plan.folder, '--seed', String(plan.seed)],
  ...['--begun', formatTime(plan.begunAt), '--history-days', String(plan.historyDays)],
]

/** Where the town's weather service answers, as the centre is told of it. */
export const townWeather = (port: number): string =>
  `http://127.0.0.1:${port}/api/category/snow1g/version/1/geotype/point/lon/{lon}/lat/{lat}/data.json#Norrviks vädertjänst`

export const historyFrom = (plan: { begunAt: Micros; historyDays: number }): Micros =>
  plan.begunAt - plan.historyDays * DAY

/** Puts what the town has into the store: the register that the centre owns, and the map under it. */
export async function seedTown(db: Database, plan: TownPlan, progress: Progress): Promise<string> {
  progress.say('register', 'laying out the town')
  const { drawScenario, makeTown, statedOccasions } = await import('@driftbild/simulators')
  const town = makeTown(plan.seed)
  await db.transaction({ municipality: SIMULATED_TOWN, role: 'api' }, async (tx) => {
    await putRegister(tx, town.register)
    await putBaseMap(tx, town.baseMap)
    // What its people would have told by now; what they tell later comes with a later start.
    const now = fromMillis(Date.now())
    const scenario = drawScenario(town, plan.seed, historyFrom(plan), plan.begunAt)
    for (const { at, occasion } of statedOccasions(scenario)) {
      if (at > now) continue
      const id = uuidOf(`${plan.seed} ${occasion.kind} ${occasion.from}`)
      await stateOccasion(tx, { id, occasion, knownAt: at, at, by: 'simulering' }, null)
    }
  })
  const { assets, signals, municipality } = town.register
  progress.say('register', `${assets.length} assets, ${signals.length} signals`, true)
  return municipality.name
}

/** The same for the same text (of the form of version 8, RFC 9562). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
