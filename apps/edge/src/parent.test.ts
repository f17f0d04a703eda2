import { spawn, spawnSync } from 'node:child_process'
import { expect, onTestFinished, test, vi } from 'vitest'
import { main } from './testing/edge-process.ts'
import { aSite } from './testing/site.ts'

vi.setConfig({ testTimeout: 60_000 })

const PYTHON = '/usr/bin/python3'

/** Starts a program at a terminal of its own, sends it SIGHUP when it has begun, then closes the terminal. */
const AT_TERMINAL = `
import os, pty, signal, sys
pid, terminal = pty.fork()
if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
said = b''
def until(word):
    global said
    while word not in said: said += os.read(terminal, 4096)
until(b'"ready"')
os.kill(pid, signal.SIGHUP)
until(b'read again')
os.close(terminal)
print('ended with', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`

test('at a terminal SIGHUP reads the configuration again, and a terminal that is closed ends it', async ({
  skip,
}) => {
  if (spawnSync(PYTHON, ['-c', 'import pty']).status !== 0) skip(`needs ${PYTHON} for a terminal`)
  const { config } = await aSite(1)
  const child = spawn(PYTHON, ['-c', AT_TERMINAL, process.execPath, main, '--config', config])
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (data) => (said += String(data)))
  await new Promise((resolve) => child.once('close', resolve))
  expect(said.trim()).toBe('ended with 0')
})
