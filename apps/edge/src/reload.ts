import type { DeviceChanges, Log } from '@driftbild/collectors'
import { ConfigError, type EdgeConfig } from './config.ts'

/** What of a configuration a running edge can't take up: it would be another edge. Throws a ConfigError. */
export function assertSameEdge(before: EdgeConfig, after: EdgeConfig): void {
  for (const name of ['folder', 'municipality'] as const) {
    if (before[name] === after[name]) continue
    throw new ConfigError(
      `${name} can't change from ${before[name]} to ${after[name]} while the edge runs: stop it and start it again`,
    )
  }
}

/** Whether another centre, or another collector of it, is meant. */
export const meansOtherCentre = (before: EdgeConfig, after: EdgeConfig): boolean =>
  before.api !== after.api || before.key !== after.key

/** `2 devices go on, 1 changed (pump-1)` */
export function changesText({ same, changed, added, removed }: DeviceChanges): string {
  const named = (ids: readonly string[], what: string) =>
    ids.length === 0 ? [] : [`${ids.length} ${what} (${ids.join(', ')})`]
  return [
    same.length === 1 ? '1 device goes on' : `${same.length} devices go on`,
    ...named(changed, 'changed'),
    ...named(added, 'new'),
    ...named(removed, 'removed'),
  ].join(', ')
}

/**
 * Runs one thing at a time; asked again meanwhile it runs once more after that, because what it reads may have
 * changed since. Its failures are its own matter: it is called with nobody who waits.
 */
export function oneAtATime(work: () => Promise<void>): { ask(): void; settled(): Promise<void> } {
  let running: Promise<void> | null = null
  let again = false
  async function run(): Promise<void> {
    do {
      again = false
      await work()
    } while (again)
    running = null
  }
  return {
    ask() {
      again = true
      running ??= run()
    },
    settled: () => running ?? Promise.resolve(),
  }
}

/** Takes a new configuration up whole or not at all, and says what became of it. */
export async function takeUp(
  apply: () => Promise<string>,
  log: Log,
): Promise<{ said: string; problem: string | null }> {
  try {
    const said = `the configuration was read again: ${await apply()}`
    log('info', said)
    return { said, problem: null }
  } catch (error) {
    const { message } = error as Error
    const said = `the configuration is not taken up, the edge goes on with the one before:\n${message}`
    log('error', said)
    return { said, problem: said }
  }
}
