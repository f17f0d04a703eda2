export type { PlayedDevice } from '../played-device.ts'
export { lifeOf as lampLife } from './light/life.ts'
export { contaminationArrivals } from './quality/arrivals.ts'
export { type RainForecast, rainForecast } from './rain-forecast.ts'
export { type LiveSource, type LiveSpec, liveSource } from './sampling/live-source.ts'
export { type SimulationSpec, simulate } from './sampling/simulate.ts'
export {
  Disturbance,
  type DisturbanceKind,
  type DisturbanceOf,
  type Scenario,
} from './scenario/disturbance.ts'
export { drawScenario } from './scenario/draw.ts'
export { lampFuture } from './scenario/draw-lights.ts'
export { readTruth, writeTruth } from './scenario/truth.ts'
export { makeTown, TOWN_NAME, type Town } from './town.ts'
export { statedOccasions } from './waste/stated-occasions.ts'
export { weatherOf } from './weather.ts'
