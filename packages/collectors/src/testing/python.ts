import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'

/** Debian's own, which sees the packages that Debian installed. */
const PYTHON = '/usr/bin/python3'

/** Whether it is there and has these modules. */
export const hasPython = (...modules: string[]): boolean =>
  spawnSync(PYTHON, ['-c', modules.map((m) => `import ${m}`).join('\n')]).status === 0

/** Runs a script that ends with its standard input; resolves with its first line of output. */
export async function python(script: string, ...args: string[]): Promise<string> {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(PYTHON, ['-c', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve())
        if (child.exitCode !== null) resolve()
        child.stdin.end()
        setTimeout(() => child.kill('SIGKILL'), 1000).unref()
      }),
  )
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`python ended with ${code}`)))
  })
}
