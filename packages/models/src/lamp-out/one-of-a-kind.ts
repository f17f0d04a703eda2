import type { Finding } from '../common/prediction.ts'

/** Findings of one kind about one subject as one: two phases that are cut are one cable fault with two reasons. */
export function oneOfAKind(findings: readonly Finding[]): Finding[] {
  const groups = Map.groupBy(findings, ({ subject, kind }) => `${subject.tag} ${kind}`)
  return [...groups.values()].map((group) => {
    const [first, ...others] = group
    return others.reduce(joined, first!)
  })
}

function joined(a: Finding, b: Finding): Finding {
  const from = Math.min(a.when.from, b.when.from)
  const likely = Math.min(a.when.likely, b.when.likely)
  return {
    ...a,
    probability: 1 - (1 - a.probability) * (1 - b.probability),
    when: { from, likely, to: Math.max(a.when.to, b.when.to) },
    ...(a.size && b.size && a.size.unit === b.size.unit && { size: sumOf(a.size, b.size) }),
    reasons: [...a.reasons, ...b.reasons],
  }
}

type Size = NonNullable<Finding['size']>

const sumOf = (a: Size, b: Size): Size => ({
  value: a.value + b.value,
  low: a.low + b.low,
  high: a.high + b.high,
  unit: a.unit,
})
