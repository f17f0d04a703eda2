export * from './played-device.ts'
export { loadMapping, type ReplayMapping, readyMappings } from './replay/mapping.ts'
export { type CellCounts, loadRecording, type Recording, type RecordingSpec } from './replay/recording.ts'
export { replayBaseMap, replayRegister } from './replay/register.ts'
export type { RunningReplay } from './replay/replay.ts'
export { parseSpeed, type Speed } from './replay/replay-clock.ts'
export type { Refusal } from './replay/rows.ts'
export { type ReplayRequest, type StartedReplay, startReplay } from './replay/start-replay.ts'
export {
  type Checksum,
  combineChecksums,
  createChecksum,
  type ReplaySummary,
  summarise,
} from './replay/summary.ts'
export { parseMoment } from './replay/time-column.ts'
export type { TownServers, TownServersSpec } from './servers/town-servers.ts'
export { newestRun } from './servers/weather-service.ts'
export {
  contaminationArrivals,
  type Disturbance,
  drawScenario,
  lampFuture,
  lampLife,
  liveSource,
  makeTown,
  type RainForecast,
  rainForecast,
  readTruth,
  type Scenario,
  simulate,
  statedOccasions,
  type Town,
  weatherOf,
  writeTruth,
} from './town/index.ts'
export * from './value-source.ts'
