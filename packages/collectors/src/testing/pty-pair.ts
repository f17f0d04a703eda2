import { python } from './python.ts'

/** Two serial lines without a wire between them: what is written to one is read from the other. */
export async function ptyPair(): Promise<[string, string]> {
  const [near, far] = (await python(RELAY)).split(' ')
  return [near!, far!]
}

const RELAY = `
import os, pty, select, sys, tty
pairs = [pty.openpty(), pty.openpty()]
for _, line in pairs: tty.setraw(line)
print(*[os.ttyname(line) for _, line in pairs], flush=True)
(a, _), (b, _) = pairs
while True:
    ready, _, _ = select.select([a, b, sys.stdin], [], [])
    if sys.stdin in ready: break
    for one in ready: os.write(b if one == a else a, os.read(one, 4096))
`
