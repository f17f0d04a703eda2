import type { HourSeries } from '../common/hour-series.ts'
import type { LocalDays } from './local-days.ts'
import { localDays } from './local-days.ts'

/** Air temperature (°C) and rain (mm) by the hour, over the past and the hours to come. */
export interface Weather {
  temperature: HourSeries
  rain: HourSeries
}

/** The same by local days; gaps hold the last value. */
export interface DailyWeather {
  first: number
  /** By local hour, °C. */
  temperature: Float32Array
  /** By day: warmest hour, °C, and sum of rain, mm. */
  warmest: Float32Array
  rain: Float32Array
}

export function dailyWeather(weather: Weather, zone: string): DailyWeather {
  const temperature = localDays(weather.temperature, zone)
  const rain = localDays(weather.rain, zone)
  const filled = new Float32Array(temperature.values.length * 24)
  let last = 0
  for (const [i, value] of temperature.values.flat().entries()) {
    last = value ?? last
    filled[i] = last
  }
  return {
    first: temperature.first,
    temperature: filled,
    warmest: Float32Array.from(temperature.values, (_, d) =>
      Math.max(...filled.subarray(24 * d, 24 * (d + 1))),
    ),
    rain: Float32Array.from(temperature.values, (_, d) => rainOf(rain, temperature.first + d)),
  }
}

const rainOf = (rain: LocalDays, day: number): number =>
  rain.values[day - rain.first]?.reduce<number>((sum, v) => sum + (v ?? 0), 0) ?? 0
