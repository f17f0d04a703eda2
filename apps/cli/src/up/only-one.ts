import { lockFolder } from '@driftbild/store/folder-lock'
import { Mistake } from '../mistake.ts'
import { findRunning } from './running.ts'

/** Takes the data folder for this start until the process ends; a Mistake when another one has it. */
export function onlyOne(root: string, advice = ADVICE): void {
  try {
    lockFolder(root, 'up')
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'in-use') {
      throw new Mistake(`the data folder ${root} can’t be locked: ${(cause as Error).message}`, null, {
        cause,
      })
    }
    throw new Mistake(`Driftbild is already up with the data folder ${root}${where(root)}`, advice, { cause })
  }
}

const ADVICE =
  'Use that one, or stop it with Ctrl-C in its terminal; or name another folder with DRIFTBILD_DATA.'

function where(root: string): string {
  try {
    const { address, pid } = findRunning(root)
    return `: ${address} (process ${pid})`
  } catch {
    // It is still on its way up.
    return ''
  }
}
