import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('./write-recorder.c', import.meta.url))

/** What tells a process to write down what it does to the files whose path begins with `prefix`. */
export const recording = (library: string, prefix: string, journal: string): Record<string, string> => ({
  LD_PRELOAD: library,
  RECORD_PREFIX: prefix,
  RECORD_JOURNAL: journal,
})

/** The recorder of writes as a library, or null where it can't be built. */
export function buildRecorder(folder: string): string | null {
  const library = join(folder, 'write-recorder.so')
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl', '-lpthread'], {
      stdio: 'ignore',
    })
    return library
  } catch {
    return null
  }
}
