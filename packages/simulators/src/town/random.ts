/** A whole number from a text, the same everywhere: FNV-1a. */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** Mixes two whole numbers into one that looks like chance (murmur3's finaliser). */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  h ^= h >>> 16
  h = Math.imul(h, 0x27d4eb2f)
  return (h ^ (h >>> 15)) >>> 0
}

/** 0 ≤ x < 1 that belongs to `seed` at position `n`: chance that can be asked for out of order. */
export const uniformAt = (seed: number, n: number): number => mix(seed, n) / 4294967296

/** Standard normal, near enough (the sum of four uniforms, ±3.4 at most): noise, not tails. */
export function normalAt(seed: number, n: number): number {
  const a = mix(seed, n)
  const b = mix(a, 0x51ed27)
  const sum = (a & 0xffff) + (a >>> 16) + (b & 0xffff) + (b >>> 16)
  return (sum / 65536 - 2) * Math.sqrt(3)
}

/** Smooth noise of unit variance with knots at whole `x`: chance that drifts instead of jumping. */
export function driftAt(seed: number, x: number): number {
  const i = Math.floor(x)
  const f = x - i
  const w = f * f * (3 - 2 * f)
  const value = normalAt(seed, i) * (1 - w) + normalAt(seed, i + 1) * w
  return value / Math.sqrt((1 - w) ** 2 + w ** 2)
}

/** Chance in order, for what is made once: streets, houses, lives. */
export interface Random {
  uniform(): number
  between(low: number, high: number): number
  /** Whole number, both ends included. */
  whole(low: number, high: number): number
  normal(mean: number, deviation: number): number
  pick<T>(items: readonly T[]): T
  chance(probability: number): boolean
  /** Weibull life by inversion. */
  weibull(scale: number, shape: number): number
  shuffled<T>(items: readonly T[]): T[]
}

export function randomOf(seed: number, purpose: string): Random {
  const stream = mix(seed, hashText(purpose))
  let n = 0
  const uniform = () => uniformAt(stream, n++)
  const whole = (low: number, high: number) => low + Math.floor(uniform() * (high - low + 1))
  return {
    uniform,
    whole,
    between: (low, high) => low + uniform() * (high - low),
    normal: (mean, deviation) => mean + deviation * normalAt(stream, n++),
    pick(items) {
      const item = items[Math.floor(uniform() * items.length)]
      if (item === undefined) throw new Error(`nothing to pick from (${purpose})`)
      return item
    },
    chance: (probability) => uniform() < probability,
    weibull: (scale, shape) => scale * (-Math.log(1 - uniform())) ** (1 / shape),
    shuffled(items) {
      const result = [...items]
      for (let i = result.length - 1; i > 0; i--) {
        const j = whole(0, i)
        const item = result[i]!
        result[i] = result[j]!
        result[j] = item
      }
      return result
    },
  }
}
