import { DAY, type FaultMode, type Micros } from '@driftbild/core'
import { type BacktestResult, questionsOf, sensorQuestionsOf } from '@driftbild/models/backtest'
import type { SeedResult, TownHistory } from './backtest-town.ts'

const MOST_FALSE = 12

/** What was wrong in one history and what the models said of it, day by day, in lines for a person. */
export function explain(history: TownHistory, results: readonly SeedResult[]): string[] {
  return results.flatMap(({ entry: { model }, own, sensors }) => [
    // Whether a container was full is asked at every step; there are no events to list.
    ...(model.name === 'bin-fill'
      ? []
      : explainOne(history, own, questionsOf(model.name).kinds ?? [model.kind])),
    ...(sensors ? explainOne(history, sensors, sensorQuestionsOf(model.name)!.kinds!) : []),
  ])
}

function explainOne(
  { seed, from, to, truth }: TownHistory,
  result: BacktestResult,
  kinds: readonly FaultMode[],
): string[] {
  const day = (at: Micros | null) => (at === null ? '–' : ((at - from) / DAY).toFixed(1))
  const found = truth
    .filter((event) => kinds.includes(event.kind) && event.from < to)
    .flatMap((event) => {
      const hit = result.episodes.find((episode) => episode.matched === event)
      const said = hit
        ? `said on day ${day(hit.from)} with p ${hit.probability.toFixed(2)}, size ${JSON.stringify(hit.first.size)}`
        : 'missed'
      const where = `${event.kind} ${event.subject.tag} on days ${day(event.from)}–${day(event.to)}`
      const lines = [`  ${where}${event.size === undefined ? '' : `, size ${event.size}`}: ${said}`]
      if (hit && event.asset) {
        const place = hit.first.candidates.findIndex((candidate) => candidate.asset === event.asset) + 1
        lines.push(
          `    it is at ${event.asset}: ${place || 'not'} among ${hit.first.candidates.length} candidates`,
        )
      }
      return lines
    })
  const wrong = result.episodes
    .filter((episode) => !episode.matched)
    .slice(0, MOST_FALSE)
    .map(
      (p) =>
        `  false: ${p.kind} ${p.subject.tag} on days ${day(p.from)}–${day(p.to)} with p ${p.probability.toFixed(2)}, by ${p.first.evidence.map((e) => e.sentence.code).join(', ')}`,
    )
  const head = `seed ${seed}, ${result.model}: ${result.found} of ${result.events} found, ${result.episodes.length} alarms`
  return ['', head, ...found, ...wrong]
}
