import { parseArgs } from 'node:util'
import type { Micros } from '@driftbild/core'
import { nearest } from '@driftbild/devices'
import { ConfigError } from '../config.ts'

/** What a tool has around it. */
export interface Surroundings {
  print(text: string): void
  /** For the person who waits, not for what reads the output. */
  tell(text: string): void
  /** Null where nobody sits at a terminal. */
  ask(question: string): Promise<string | null>
  environment: Readonly<Record<string, string | undefined>>
  now: () => Micros
}

/** A command that speaks with devices once, for a person who sets up a site. */
export interface Tool {
  help: string
  run(words: string[], around: Surroundings): Promise<void>
}

type Options = Record<string, { type: 'string' | 'boolean' }>
export type Given<O extends Options> = { [K in keyof O]?: O[K]['type'] extends 'string' ? string : boolean }

/** What was typed after a tool's name; throws a ConfigError with the tool's help. */
export function wordsOf<O extends Options>(
  words: string[],
  options: O,
  help: string,
): { given: Given<O>; rest: string[] } {
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true })
    return { given: values as Given<O>, rest: positionals }
  } catch (cause) {
    const { message } = cause as Error
    const meant = nearest(/'--([^']+)'/.exec(message)?.[1] ?? '', Object.keys(options))
    throw new ConfigError(`${message.split('.')[0]}.${meant ? ` Did you mean --${meant}?` : ''}\n${help}`, {
      cause,
    })
  }
}

export function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^[1-9]\d*$/.test(text)) throw new ConfigError(`--${name} takes a whole number from 1, not ${text}`)
  return Number(text)
}

/** A server's words on a terminal: what would move the cursor or change colours is left out. */
export const printable = (text: string): string => text.replace(/\p{Cc}+/gu, '�')
