import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const SHORTEST = 32

/**
 * What signs session cookies: made on the first start, readable by this user only, and never in the
 * environment, where every child process would have it.
 */
export async function readSecret(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new Error(`the secret file ${file} can't be written`, { cause: error })
    }
  })
  const secret = (await readFile(file, 'utf8')).trim()
  if (secret.length < SHORTEST) {
    throw new Error(
      `the secret in ${file} has ${secret.length} characters, at least ${SHORTEST} are needed; delete the file and a new one is made (everybody must then sign in again)`,
    )
  }
  return secret
}
