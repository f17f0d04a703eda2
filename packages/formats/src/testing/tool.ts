import { spawnSync } from 'node:child_process'

/** Whether a program of another house is here to read what we wrote. */
export const hasTool = (name: string): boolean => spawnSync(name, ['--version']).error === undefined

/** What it says, complaints included; throws where it fails. */
export function run(name: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(name, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${name} ${args.join(' ')} failed: ${stderr}${stdout}`)
  return stdout + stderr
}
