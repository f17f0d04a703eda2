import { backOff, type Log, wait } from '@driftbild/collectors'
import { type Answer, enrol } from './centre.ts'
import { ConfigError, type EdgeConfig } from './config.ts'
import { type CollectorKey, readKey, writeKey } from './key.ts'

/** The key on disk, or one for the code. Reading the devices doesn't wait for it. Null when told to stop. */
export async function obtainKey(
  config: EdgeConfig,
  code: string | undefined,
  log: Log,
  signal: AbortSignal,
): Promise<CollectorKey | null> {
  const file = config.key!
  let codeLeft = code
  let told = false
  for (let failures = 1; !signal.aborted; failures++) {
    const key = ownKey(config)
    if (key) return key
    if (!codeLeft) {
      if (!told) {
        log(
          'error',
          `${file} is not there: make a one-time code at the centre and enrol with it. Reading goes on, what is read waits in the outbox`,
        )
      }
      told = true
      await wait(2000, signal)
      continue
    }
    const answer = await enrol(config.api, codeLeft, config.name, signal)
    if ('value' in answer) {
      writeKey(file, answer.value)
      log('info', `enrolled as collector ${answer.value.collector} of ${answer.value.municipality}`)
      continue
    }
    if (isCodeRefused(answer)) {
      log('error', enrolmentProblem(answer))
      codeLeft = undefined
      told = true
      continue
    }
    log('warn', enrolmentProblem(answer))
    await wait(backOff(failures, { first: 500, most: 30_000 }, Math.random()), signal)
  }
  return null
}

/** The key on disk; null where there is none yet. Throws a ConfigError when it isn't one for this municipality. */
export function ownKey({ key: file, municipality }: EdgeConfig): CollectorKey | null {
  const key = readKey(file!)
  if (!key || key.municipality === municipality) return key
  throw new ConfigError(
    `${file} is a key for municipality ${key.municipality}, the configuration says ${municipality}: correct one of them, or enrol again`,
  )
}

type NoKey = Exclude<Answer<CollectorKey>, { value: unknown }>

export const isCodeRefused = (answer: NoKey): boolean =>
  'problem' in answer && answer.problem.code === 'enrolment-code'

export function enrolmentProblem(answer: NoKey): string {
  if ('failure' in answer) return answer.failure
  const { status, code } = answer.problem
  if (isCodeRefused(answer)) {
    return 'the centre does not accept the enrolment code: it was used before, is older than an hour, or was mistyped. Make a new one at the centre, on the page Data health'
  }
  if (status === 429) return 'the centre was asked too often: it lets nobody try codes for a minute'
  if (code === null) {
    return `what answers as the centre (${status}) does not sound like one: check api in the configuration`
  }
  return `the centre answered ${status} ${code} to the enrolment`
}
