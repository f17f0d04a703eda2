import { spawnSync } from 'node:child_process'
import { startChild } from './child.ts'

/** Debian's own, which sees the packages that Debian installed. */
const PYTHON = '/usr/bin/python3'

/** Whether it is there and has these modules. */
export const hasPython = (...modules: string[]): boolean =>
  spawnSync(PYTHON, ['-c', modules.map((m) => `import ${m}`).join('\n')]).status === 0

/** Runs a script that ends with its standard input; resolves with its first line of output. */
export const python = (script: string, ...args: string[]): Promise<string> =>
  startChild(PYTHON, ['-c', script, ...args])
