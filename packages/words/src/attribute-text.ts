import { type AssetClass, attributeUnit } from '@driftbild/core'
import type { Format } from './format.ts'
import type { Words } from './translate.ts'

/** An attribute's value in words: a choice by its name, a number with the unit that its class counts in. */
export function attributeText(
  of: AssetClass,
  name: string,
  value: unknown,
  { t, find }: Words,
  f: Format,
): string {
  if (typeof value === 'boolean') return t(value ? 'flag.yes' : 'flag.no')
  if (typeof value !== 'number') return find(`attribute.${name}.${String(value)}`) ?? String(value)
  const unit = attributeUnit(of, name)
  return `${f.number(value, 2)}${unit ? ` ${unit}` : ''}`
}
