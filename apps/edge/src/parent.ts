import { closeSync, fstatSync, openSync } from 'node:fs'

/**
 * Calls back when whoever started us is gone: our standard input was a pipe of theirs and it ended, or the
 * channel to them closed. A terminal or /dev/null (a service unit) is not a parent to follow.
 */
export function whenParentGoes(then: () => void): void {
  const input = fstatSync(0)
  if (input.isFIFO() || input.isSocket()) {
    process.stdin.on('end', then).on('close', then).resume()
    process.stdin.on('error', then)
  }
  process.on('disconnect', then)
}

/**
 * SIGHUP has two meanings: a terminal that was closed, which calls `gone`, and a wish that the configuration is
 * read again, which calls whatever is handed to the result. From now on the signal ends no process.
 */
export function whenHungUp(gone: () => void): (reload: () => void) => void {
  let reload = (): void => undefined
  const startedAtTerminal = hasTerminal()
  process.on('SIGHUP', () => {
    if (startedAtTerminal && !hasTerminal()) gone()
    else reload()
  })
  return (then) => {
    reload = then
  }
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}
