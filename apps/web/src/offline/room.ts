import { forgetArea } from './keep-area.ts'
import { forgetDocuments } from './keep-documents.ts'

/** Stays free for what people write: a photo is refused long before a note would be. */
const RESERVE_BYTES = 8 * 1024 * 1024

/** The phone has no room for a file; nothing of it was kept. */
export class PhoneFull extends Error {
  override name = 'PhoneFull'
}

/** Makes room for a file by letting go of what can be had again; throws PhoneFull where that isn't enough. */
export async function requireRoom(bytes: number): Promise<void> {
  if (await hasRoom(bytes)) return
  await letGo()
  if (!(await hasRoom(bytes))) throw new PhoneFull(`no room for ${bytes} bytes`)
}

/** Maps and documents can be had again, work can't. */
export async function letGo(): Promise<void> {
  await forgetArea()
  await forgetDocuments()
}

/** Bytes that may still be kept here; null where the browser doesn't say. */
export async function roomLeft(): Promise<number | null> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {}
  return quota === undefined ? null : Math.max(0, quota - (usage ?? 0))
}

async function hasRoom(bytes: number): Promise<boolean> {
  const left = await roomLeft()
  return left === null || left >= bytes + RESERVE_BYTES
}
