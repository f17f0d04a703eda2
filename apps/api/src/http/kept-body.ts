import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const encodings = {
  br: (plain: Bytes, quality: number) =>
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
  gzip: (plain: Bytes) => promisify(gzip)(plain),
} as const
type Bytes = Uint8Array<ArrayBuffer>
export type Encoding = keyof typeof encodings

/** Brotli's quality. Quick: as small as gzip's best at a fraction of its time. Thorough: a tenth less for five times that. */
export const brotli = { quick: 4, thorough: 9 } as const
/** What fits a network packet anyway gains nothing. */
const LEAST_ENCODED = 1_200

/** A body that is sent more than once, named after what is in it: what is the same has one name, whenever it was made. */
export interface KeptBody {
  plain: Bytes
  name: string
  /** Encoded once however often it is asked for, off the event loop; null where it isn't worth it. */
  encoded(as: Encoding): Promise<Bytes> | null
}

export function keptBody(plain: Bytes, quality: number = brotli.quick): KeptBody {
  const known: Partial<Record<Encoding, Promise<Bytes>>> = {}
  return {
    plain,
    name: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    encoded(as) {
      if (plain.length < LEAST_ENCODED) return null
      known[as] ??= encodings[as](plain, quality).then((bytes) => new Uint8Array(bytes))
      return known[as]
    },
  }
}

/** The best that a client says it takes. */
export const encodingFor = (accepted: string | undefined): Encoding | null =>
  (['br', 'gzip'] as const).find((one) =>
    new RegExp(`\\b${one}\\b(?!\\s*;\\s*q=0(\\.0*)?(\\s*,|\\s*$))`).test(accepted ?? ''),
  ) ?? null
