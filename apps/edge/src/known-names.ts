import { z } from 'zod'

/**
 * Names that may stand at this place of a value, by its schema; none where it isn't an object. `variant` picks
 * among devices: the protocol written there.
 */
export function knownNames(
  schema: z.ZodType,
  path: readonly PropertyKey[],
  variant: (path: readonly PropertyKey[]) => unknown,
): string[] {
  let found = [schema]
  for (const [i] of [...path, null].entries()) {
    found = found.flatMap((one) => unwrapped(one, () => variant(path.slice(0, i))))
    if (i < path.length) found = found.flatMap((one) => below(one, path[i]!))
  }
  return found.flatMap((one) =>
    one instanceof z.ZodObject
      ? Object.entries(one.shape).flatMap(([name, field]) => (isForbidden(field as z.ZodType) ? [] : [name]))
      : [],
  )
}

/** What remains when defaults, conversions and choices are taken away. */
function unwrapped(schema: z.ZodType, variant: () => unknown): z.ZodType[] {
  const again = (inner: unknown) => unwrapped(inner as z.ZodType, variant)
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const chosen = variant()
    const { discriminator } = schema.def
    const options = schema.options as z.ZodObject[]
    const fitting = options.filter(
      (o) => (o.shape[discriminator] as z.ZodLiteral | undefined)?.value === chosen,
    )
    return (fitting.length > 0 ? fitting : options.slice(0, 1)).flatMap(again)
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(again)
  // What a person writes is on the way in; a preprocess has it on its way out.
  if (schema instanceof z.ZodPipe) return again(schema.in instanceof z.ZodTransform ? schema.out : schema.in)
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  )
    return again(schema.def.innerType)
  return [schema]
}

function below(schema: z.ZodType, step: PropertyKey): z.ZodType[] {
  if (schema instanceof z.ZodObject) {
    const field = schema.shape[String(step)] as z.ZodType | undefined
    return field ? [field] : []
  }
  if (schema instanceof z.ZodArray) return [schema.element as z.ZodType]
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType]
  return []
}

/** Named only to be refused. */
function isForbidden(schema: z.ZodType): boolean {
  return unwrapped(schema, () => undefined).some((one) => one instanceof z.ZodNever)
}
