import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY, MINUTE, type Micros } from '@driftbild/core'
import type { Security } from './servers/opcua-server.ts'
import { createSimClock } from './servers/sim-clock.ts'
import { startTownServers, type TownServers } from './servers/town-servers.ts'
import { startWeatherService } from './servers/weather-service.ts'
import { drawScenario, liveSource, makeTown, rainForecast, weatherOf, writeTruth } from './town/index.ts'

export interface TownRequest {
  /** For certificates, ports and, in `truth/`, what was injected. */
  folder: string
  seed: number
  /** Simulated seconds in a second. */
  speed: number
  /** When the town's past ends and its live time begins; now unless given. */
  begun?: Micros | undefined
  historyDays: number
  /** Where its weather service answers; none without. */
  weatherPort?: number | undefined
  security?: Security | undefined
  now: () => Micros
  log?: (level: 'info' | 'warn', message: string) => void
}

export interface RunningTown extends TownServers {
  name: string
  /** File with how a collector reaches the devices. */
  devicesFile: string
}

/**
 * What the devices remember at most when they are started again: a collector that was cut off meanwhile finds
 * the time of the cut.
 */
const REMEMBERED = 15 * MINUTE

/** Plays the town live: the same town, the same troubles, for the same seed and beginning. */
export async function runTown(request: TownRequest): Promise<RunningTown> {
  const { folder, seed, speed, historyDays, weatherPort, security, now, log } = request
  const begun = request.begun ?? now()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const town = makeTown(seed)
  const scenario = drawScenario(town, seed, begun - historyDays * DAY, begun)
  writeTruth(join(folder, 'truth'), scenario)
  const from = now()
  const since = Math.max(begun, from - REMEMBERED)
  const source = await liveSource(town, { from: since, scenario, speed })
  const servers = await startTownServers({
    town,
    source,
    from,
    since,
    speed,
    folder,
    now,
    ...(security ? { security } : {}),
    ...(log ? { log } : {}),
  })
  const clock = createSimClock(from, speed, now)
  const weather = weatherOf(town.seed, scenario)
  const service =
    weatherPort === undefined
      ? null
      : await startWeatherService({
          ...{ port: weatherPort, now: clock },
          forecast: (issued) => rainForecast(weather, town.seed, issued),
        })
  const devicesFile = join(folder, 'devices.json')
  writeFileSync(`${devicesFile}.new`, JSON.stringify(servers.devices, null, 2), { mode: 0o600 })
  renameSync(`${devicesFile}.new`, devicesFile)
  return {
    ...servers,
    name: town.register.municipality.name,
    devicesFile,
    async stop() {
      await service?.stop()
      await servers.stop()
      source.close()
    },
  }
}
