import { dropBallast } from './ballast.ts'
import { forgetArea } from './keep-area.ts'
import { forgetDocuments } from './keep-documents.ts'

/** The phone has no room for something; nothing of it was kept. */
export class PhoneFull extends Error {
  override name = 'PhoneFull'
}

/**
 * Writes; where the phone is full, lets go of what can be had again and writes once more. For words the last reserve
 * goes, too. Throws PhoneFull where nothing helps.
 */
export async function withRoom<T>(what: 'words' | 'file', write: () => Promise<T>): Promise<T> {
  for (const makeRoom of what === 'words' ? [letGo, dropBallast] : [letGo]) {
    try {
      return await write()
    } catch (error) {
      if (!isFull(error)) throw error
      await makeRoom()
    }
  }
  return write().catch((cause) => {
    throw isFull(cause) ? new PhoneFull(`no room for a ${what}`, { cause }) : cause
  })
}

/** Maps and documents can be had again, work can't. */
export async function letGo(): Promise<void> {
  await forgetArea()
  await forgetDocuments()
}

const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError'
