import { z } from 'zod'
import type { Asset } from './asset.ts'
import { AssetField, valueAt } from './asset-field.ts'
import type { RowProblem } from './asset-problem.ts'

/** How a field's new value follows from the one that stands there. */
export const BulkRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), value: z.union([z.string(), z.number(), z.boolean()]) }),
  z.object({ kind: z.literal('clear') }),
  z.object({ kind: z.literal('add'), by: z.number() }),
  z.object({ kind: z.literal('multiply'), by: z.number() }),
  z.object({ kind: z.literal('replace'), find: z.string().min(1), with: z.string() }),
])
export type BulkRule = z.infer<typeof BulkRule>

export const BulkEdit = z.object({
  field: AssetField,
  rule: BulkRule,
  /** Leaves alone what has a value. */
  onlyEmpty: z.boolean(),
})
export type BulkEdit = z.infer<typeof BulkEdit>

/** What the field of an asset becomes; its schema is asked afterwards. */
export function bulkValue(
  asset: Asset,
  { field, rule, onlyEmpty }: BulkEdit,
): { value: unknown } | { problem: RowProblem } {
  const now = valueAt(asset, field)
  if (onlyEmpty && now !== null) return { value: now }
  switch (rule.kind) {
    case 'set':
      return { value: rule.value }
    case 'clear':
      return { value: null }
    case 'replace':
      return { value: typeof now === 'string' ? now.replaceAll(rule.find, rule.with) : now }
    case 'add':
    case 'multiply':
      if (typeof now !== 'number')
        return { problem: { field, code: 'not-a-number', context: { value: now } } }
      return { value: withoutNoise(rule.kind === 'add' ? now + rule.by : now * rule.by) }
  }
}

/** 0.1 + 0.2 is 0.3 to whoever reads a register. */
const withoutNoise = (value: number): number => Number(value.toPrecision(12))
