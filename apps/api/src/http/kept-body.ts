import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const encodings = {
  br: (plain: Bytes) =>
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (plain: Bytes) => promisify(gzip)(plain),
} as const
type Bytes = Uint8Array<ArrayBuffer>
export type Encoding = keyof typeof encodings

/** As small as gzip's best at a fraction of its time. */
const BROTLI_QUALITY = 4
/** What fits a network packet anyway gains nothing. */
const LEAST_ENCODED = 1_200

/** A body that is sent more than once, named after what is in it: what is the same has one name, whenever it was made. */
export interface KeptBody {
  plain: Bytes
  name: string
  /** Encoded once however often it is asked for, off the event loop; null where it isn't worth it. */
  encoded(as: Encoding): Promise<Bytes> | null
}

export function keptBody(plain: Bytes): KeptBody {
  const known: Partial<Record<Encoding, Promise<Bytes>>> = {}
  return {
    plain,
    name: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    encoded(as) {
      if (plain.length < LEAST_ENCODED) return null
      known[as] ??= encodings[as](plain).then((bytes) => new Uint8Array(bytes))
      return known[as]
    },
  }
}

/** The best that a client says it takes. */
export const encodingFor = (accepted: string | undefined): Encoding | null =>
  (['br', 'gzip'] as const).find((one) =>
    new RegExp(`\\b${one}\\b(?!\\s*;\\s*q=0(\\.0*)?(\\s*,|\\s*$))`).test(accepted ?? ''),
  ) ?? null
