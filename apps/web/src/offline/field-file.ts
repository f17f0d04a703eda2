import type { FieldFileKind } from '@driftbild/core'

/** What was made with the phone's camera, microphone or glass, not yet of anything. */
export interface FieldFile {
  kind: FieldFileKind
  bytes: ArrayBuffer
  mediaType: string
  hash: string
  /** Where it is called after something else than what it shows: a signature after its signer. */
  name?: string
}

export async function fieldFile(
  kind: FieldFileKind,
  content: Blob,
  mediaType: string,
  name?: string,
): Promise<FieldFile> {
  const bytes = await content.arrayBuffer()
  return { kind, bytes, mediaType, hash: await sha256(bytes), ...(name !== undefined && { name }) }
}

const endings: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'audio/webm': 'webm',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
}

/** `madeAt` in microseconds. */
export function nameOf({ name, mediaType }: FieldFile, asset: string, madeAt: number): string {
  const at = new Date(madeAt / 1000).toISOString().slice(0, 16).replace('T', ' ')
  return name ?? `${asset} ${at}.${endings[mediaType] ?? 'bin'}`
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
