import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { formatTime, HOUR, type Micros } from '@driftbild/core'
import type { RainForecast } from '../town/rain-forecast.ts'

/** A run is there for so long after its beginning, and the next begins so long after it. */
const DELAY = HOUR
const RUNS = 3 * HOUR
const POINT = /^\/api\/category\/snow1g\/version\/1\/geotype\/point\/lon\/[-.\d]+\/lat\/[-.\d]+\/data\.json$/

export interface WeatherService {
  /** With places for the point, as a centre is told of it. */
  url: string
  stop(): Promise<void>
}

export interface WeatherServiceSpec {
  /** 0: any that is free. */
  port: number
  forecast: (issued: Micros) => RainForecast
  /** Simulated time. */
  now: () => Micros
}

/** When the newest run that is known at an instant began. */
export const newestRun = (at: Micros): Micros => Math.floor((at - DELAY) / RUNS) * RUNS

/** Answers as SMHI's point forecasts do, whatever the point: a small town has one weather. */
export async function startWeatherService({
  port,
  forecast,
  now,
}: WeatherServiceSpec): Promise<WeatherService> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || !POINT.test(request.url ?? '')) {
      response.writeHead(404).end()
      return
    }
    const body = JSON.stringify(asPointForecast(forecast(newestRun(now()))))
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${taken}/api/category/snow1g/version/1/geotype/point/lon/{lon}/lat/{lat}/data.json`,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const second = (at: Micros): string => formatTime(at).replace(/\.\d+Z$/, 'Z')

const asPointForecast = ({ issued, time, mean, median, least, most }: RainForecast) => ({
  createdTime: second(issued + DELAY),
  referenceTime: second(issued),
  timeSeries: time.map((from, i) => ({
    time: second(from + HOUR),
    intervalParametersStartTime: second(from),
    data: {
      precipitation_amount_min: least[i],
      precipitation_amount_median: median[i],
      precipitation_amount_mean: mean[i],
      precipitation_amount_max: most[i],
    },
  })),
})
