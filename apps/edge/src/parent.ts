import { fstatSync } from 'node:fs'

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
