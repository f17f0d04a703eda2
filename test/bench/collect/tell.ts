import type { NodeRedResult } from './node-red.ts'
import { nameOf, REGISTERS_PER_VALUE, type Step, valuesPerSecond } from './step.ts'
import type { ToOutbox } from './to-outbox.ts'
import type { ToStore } from './to-store.ts'

export interface StepResult {
  step: Step
  outbox: ToOutbox
  store: ToStore
  /** Rows a second. */
  bareCopy: number
  /** Null where it wasn't asked for, or its packages could not be had. */
  nodeRed: NodeRedResult | null
}

const whole = (value: number): string => Math.round(value).toString()
const lagText = (lag: { p50: number; p99: number } | null): string =>
  lag ? `${whole(lag.p50)} / ${whole(lag.p99)}` : '–'

function nodeRedText(result: NodeRedResult): string {
  if ('failure' in result) return result.failure
  const { rate, served, lost, cpuPerMillion } = result
  return `${whole(rate)} rows/s, ${lost} of ${served} lost, ${cpuPerMillion.toFixed(1)} CPU s/million`
}

/** Prints a table, what did not come to an end, and the figures as one line of JSON. */
export function tell(
  results: readonly StepResult[],
  failures: readonly string[],
  soak: ToOutbox | null,
): void {
  const header = [
    ...['step', 'nominal/s', 'to disk/s', 'lost', 'CPU s/million', 'lag ms p50 / p99', 'MB start → end'],
    ...['committed/s', 'lost', 'lag ms p50 / p99', 'drained s', 'bare COPY/s'],
  ]
  const rows = results.map(({ step, outbox, store, bareCopy }) => [
    nameOf(step),
    whole(valuesPerSecond(step)),
    whole(outbox.rate),
    whole(outbox.lost),
    outbox.cpuPerMillion.toFixed(1),
    lagText(outbox.lag),
    `${outbox.megabytes.at(0)} → ${outbox.megabytes.at(-1)}`,
    whole(store.rate),
    whole(store.lost),
    lagText(store.lag),
    whole(store.drained),
    whole(bareCopy),
  ])
  const widths = header.map((title, c) => Math.max(title.length, ...rows.map((row) => row[c]!.length)))
  for (const row of [header, ...rows]) {
    console.log(
      row.map((text, c) => (c === 0 ? text.padEnd(widths[c]!) : text.padStart(widths[c]!))).join('  '),
    )
  }
  for (const { step, nodeRed } of results) {
    if (nodeRed) console.log(`Node-RED, ${nameOf(step)}: ${nodeRedText(nodeRed)}`)
  }
  if (soak) {
    const { rate, lost, megabytes } = soak
    console.log(`soak: ${whole(rate)} values/s, ${lost} lost, MB by the minute: ${megabytes.join(' ')}`)
  }
  for (const failure of failures) console.log(`no figures of ${failure}`)
  console.log(JSON.stringify({ bench: 'collect', ...figures(results), failures, ...(soak && { soak }) }))
}

/** The best step of each protocol that lost nothing, and the sum of what was lost. */
export function figures(results: readonly StepResult[]) {
  const best = (protocol: Step['protocol'], of: (result: StepResult) => number) =>
    results
      .filter(({ step, outbox }) => step.protocol === protocol && outbox.lost === 0)
      .toSorted((a, b) => of(b) - of(a))[0]
  const opcua = best('opcua', ({ outbox }) => outbox.rate)
  const modbus = best('modbus', ({ outbox }) => outbox.rate)
  const committed = (protocol: Step['protocol']) => best(protocol, ({ store }) => store.rate)
  const rounded = (value: number | undefined) => (value === undefined ? null : Math.round(value))
  const registers = (values: number | undefined) =>
    rounded(values === undefined ? undefined : values * REGISTERS_PER_VALUE)
  return {
    opcuaValuesPerSecond: rounded(opcua?.outbox.rate),
    modbusRegistersPerSecond: registers(modbus?.outbox.rate),
    lost: results.reduce((sum, { outbox, store }) => sum + outbox.lost + store.lost, 0),
    cpuSecondsPerMillion: { opcua: opcua?.outbox.cpuPerMillion, modbus: modbus?.outbox.cpuPerMillion },
    lagMilliseconds: opcua?.outbox.lag ?? null,
    opcuaCommittedPerSecond: rounded(committed('opcua')?.store.rate),
    modbusCommittedPerSecond: registers(committed('modbus')?.store.rate),
    committedLagMilliseconds: committed('opcua')?.store.lag ?? null,
    bareCopyPerSecond: rounded(Math.max(0, ...results.map((result) => result.bareCopy))),
    megabytes: opcua?.outbox.megabytes ?? null,
    nodeRed: results.flatMap(({ step, nodeRed }) => (nodeRed ? [{ step: nameOf(step), ...nodeRed }] : [])),
  }
}
