import { describe, expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { fitWeibull, type Life, type LifePrior } from './fit-weibull.ts'

const TRUE = { scale: 60_000, shape: 2.2, effects: [0.05, 0.9] }
const prior: LifePrior = {
  ...{ scale: 100_000, doubt: 0.6, shape: { mean: 1.5, deviation: 0.8 } },
  effects: [
    { mean: 0, deviation: 0.2 },
    { mean: 0, deviation: 1 },
  ],
}

/** Lives by the true law; all are watched until they fail, or until an age at which watching ends. */
function lives(
  n: number,
  seed: number,
  watched: (uniform: () => number) => { from: number; to: number },
): Life[] {
  const { uniform, normal } = randomFrom(seed)
  return Array.from({ length: 4 * n }, (): Life => {
    const covariates = [4 * normal(), uniform() < 0.25 ? 1 : 0]
    const effect = covariates.reduce((sum, v, i) => sum + v * TRUE.effects[i]!, 0)
    const life = TRUE.scale * Math.exp(-effect / TRUE.shape) * (-Math.log(1 - uniform())) ** (1 / TRUE.shape)
    const { from, to } = watched(uniform)
    return { entry: from, exit: Math.min(life, to), failed: life <= to, covariates }
  })
    .filter((life) => life.exit > life.entry)
    .slice(0, n)
}
const whole = () => ({ from: 0, to: Infinity })

function expectTrue(law: ReturnType<typeof fitWeibull>, slack = 1) {
  expect(Math.abs(law.scale / TRUE.scale - 1)).toBeLessThan(0.1 * slack)
  expect(Math.abs(law.shape / TRUE.shape - 1)).toBeLessThan(0.1 * slack)
  expect(Math.abs(law.effects[0]! - TRUE.effects[0]!)).toBeLessThan(0.02 * slack)
  expect(Math.abs(law.effects[1]! - TRUE.effects[1]!)).toBeLessThan(0.25 * slack)
}

describe('the law that made the lives is found again', () => {
  test.each([1, 2, 3])('from whole lives (%d)', (seed) => {
    expectTrue(fitWeibull(lives(2500, seed, whole), prior))
  })
  test.each([4, 5, 6])('though three in four are still burning (%d)', (seed) => {
    const young = (uniform: () => number) => ({ from: 0, to: 10_000 + 45_000 * uniform() })
    const seen = lives(4000, seed, young)
    expect(seen.filter((l) => l.failed).length / seen.length).toBeLessThan(0.35)
    expectTrue(fitWeibull(seen, prior), 1.5)
  })
  test.each([7, 8, 9])('though those that died young were never seen (%d)', (seed) => {
    const old = (uniform: () => number) => ({ from: 30_000 * uniform(), to: 90_000 })
    expectTrue(fitWeibull(lives(4000, seed, old), prior), 1.5)
  })
})

test('taking the censored for dead makes lives shorter than they are: censoring is not ignored', () => {
  const young = (uniform: () => number) => ({ from: 0, to: 10_000 + 45_000 * uniform() })
  const seen = lives(2000, 11, young)
  const naive = fitWeibull(
    seen.map((life) => ({ ...life, failed: true })),
    prior,
  )
  expect(naive.scale).toBeLessThan(0.7 * fitWeibull(seen, prior).scale)
})

describe('what is believed before', () => {
  test('is said where no life was seen', () => {
    expect(fitWeibull([], prior)).toEqual({
      scale: 100_000,
      shape: 1.5,
      effects: [0, 0],
      lives: 0,
      failures: 0,
    })
  })
  test('yields to lives, the more of them there are', () => {
    const off = (n: number) => Math.abs(fitWeibull(lives(n, 21, whole), prior).scale - TRUE.scale)
    expect(off(3000)).toBeLessThan(off(4))
  })
  test('survives units of no life at all, and one that has burnt for ever', () => {
    const odd: Life[] = [
      { entry: 0, exit: 0, failed: true, covariates: [0, 0] },
      { entry: 0, exit: 1e7, failed: false, covariates: [0, 0] },
    ]
    const law = fitWeibull(odd, prior)
    expect(law.lives).toBe(1)
    expect(law.scale).toBeGreaterThan(100_000)
    expect(Number.isFinite(law.shape)).toBe(true)
  })
})

test('a life that is watched in two stretches says what it says in one', () => {
  const seen = lives(300, 31, whole)
  const cut = seen.flatMap((life): Life[] => {
    const half = life.exit / 2
    return [
      { ...life, exit: half, failed: false },
      { ...life, entry: half },
    ]
  })
  const [one, two] = [fitWeibull(seen, prior), fitWeibull(cut, prior)]
  expect(two.scale).toBeCloseTo(one.scale, 3)
  expect(two.shape).toBeCloseTo(one.shape, 6)
})
