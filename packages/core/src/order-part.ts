import { z } from 'zod'
import type { WorkOrder } from './work-order.ts'

/** Something that was used up or put in. */
export const OrderPart = z.object({
  /** How many, or how much of what the text names; null where nobody counted. */
  quantity: z.number().positive().max(1_000_000).nullable(),
  text: z.string().trim().min(1).max(200),
  /** As the store or the supplier numbers it. */
  article: z.string().trim().min(1).max(60).nullable(),
})
export type OrderPart = z.infer<typeof OrderPart>

/** What an order used: its lines, after those that its outcome has as text from before there were lines. */
export const partsOf = ({ parts, outcome }: Pick<WorkOrder, 'parts' | 'outcome'>): OrderPart[] => [
  ...asParts(outcome?.parts ?? ''),
  ...parts,
]

/** Free text, one part a line. */
export const asParts = (text: string): OrderPart[] =>
  text
    .split('\n')
    .map((line) => line.trim().slice(0, 200))
    .filter((line) => line !== '')
    .map((line) => ({ quantity: null, text: line, article: null }))
