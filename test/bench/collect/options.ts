import { parseArgs } from 'node:util'
import type { Step } from './step.ts'

export interface CollectOptions {
  seconds: number
  steps: Step[]
  /** Minutes. */
  soak: number
  nodeRed: boolean
}

const DEVICES = 100

/** The command line, or the end of the process with what is wrong in it. */
export function readOptions(words: readonly string[]): CollectOptions {
  try {
    return parseOptions(words)
  } catch (error) {
    console.error(`bench collect: ${(error as Error).message}`)
    return process.exit(78)
  }
}

/** Throws on what it doesn't understand. */
export function parseOptions(words: readonly string[]): CollectOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seconds: { type: 'string' },
      opcua: { type: 'string' },
      modbus: { type: 'string' },
      soak: { type: 'string', default: '0' },
      'node-red': { type: 'boolean', default: false },
      short: { type: 'boolean', default: false },
    },
  })
  const { short } = values
  const opcua = numbers('--opcua', values.opcua ?? (short ? '200' : '2000,10000,20000,40000'))
  const modbus = numbers('--modbus', values.modbus ?? (short ? '20' : '100,500,1000'))
  const odd = modbus.find((registers) => registers % 2 !== 0)
  if (odd !== undefined) throw new Error(`--modbus ${odd}: a value takes two registers`)
  return {
    seconds: number('--seconds', values.seconds ?? (short ? '4' : '60')),
    steps: [
      ...opcua.map((points) => ({ protocol: 'opcua' as const, points })),
      ...modbus.map((registers) => ({
        protocol: 'modbus' as const,
        devices: short ? 5 : DEVICES,
        registers,
      })),
    ],
    soak: number('--soak', values.soak),
    nodeRed: values['node-red'],
  }
}

const numbers = (name: string, text: string): number[] =>
  text === '' ? [] : text.split(',').map((part) => number(name, part))

function number(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0)) throw new Error(`${name} ${text} is no number`)
  return value
}
