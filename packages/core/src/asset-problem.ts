import { z } from 'zod'
import { Asset, assetClasses } from './asset.ts'
import { AssetField, attributeField, valueAt } from './asset-field.ts'

/** Everything that can be wrong with a row of a change; its sentence says what to do about it. */
export const rowProblems = [
  'missing',
  'wrong-type',
  'not-a-choice',
  'too-small',
  'too-large',
  'invalid',
  'unknown-attribute',
  'unknown-site',
  'unknown-zone',
  'wrong-geometry',
  'no-geometry',
  'bad-geometry',
  'far-away',
  'surveyed-elsewhere',
  'not-a-number',
  'not-a-flag',
  'no-tag',
  'twice',
  'unknown-class',
  'class-differs',
  'changed-since',
  'gone',
  'exists',
  'in-use',
  'not-yours',
] as const
export const RowProblemCode = z.enum(rowProblems)

export const RowProblem = z.object({
  /** `tag` and `class` belong to rows of files only. */
  field: z.union([AssetField, z.enum(['tag', 'class'])]).nullable(),
  code: RowProblemCode,
  context: z.record(z.string(), z.unknown()),
})
export type RowProblem = z.infer<typeof RowProblem>

/** Names that an asset may refer to. */
export interface KnownPlaces {
  sites: ReadonlySet<string>
  zones: ReadonlySet<string>
}

/** What is wrong with an asset, all of it; of `fields` alone where only they changed. */
export function assetProblems(
  asset: Asset,
  { sites, zones }: KnownPlaces,
  fields: readonly AssetField[] | null = null,
): RowProblem[] {
  const problems: RowProblem[] = []
  const add = (field: RowProblem['field'], code: RowProblem['code'], context: RowProblem['context'] = {}) => {
    if (fields === null || field === null || fields.includes(field as AssetField))
      problems.push({ field, code, context })
  }
  if (asset.site !== null && !sites.has(asset.site)) add('site', 'unknown-site', { value: asset.site })
  if (asset.zone !== null && !zones.has(asset.zone)) add('zone', 'unknown-zone', { value: asset.zone })
  const shape = assetClasses[asset.class].attributes.shape
  for (const name of Object.keys(asset.attributes)) {
    if (!(name in shape)) add(attributeField(name), 'unknown-attribute', { attribute: name })
  }
  for (const issue of Asset.safeParse(asset).error?.issues ?? []) {
    const field = fieldAt(issue.path)
    const value = field === null || field === 'tag' || field === 'class' ? null : valueAt(asset, field)
    // A schema's own issue, or one that the class's schema of attributes gave in words.
    add(field, ...told(issue, value, asset))
  }
  return problems
}

function told(
  issue: z.core.$ZodIssue,
  value: unknown,
  asset: Asset,
): [RowProblem['code'], RowProblem['context']] {
  const attribute = issue.path[0] === 'attributes' ? String(issue.path[1]) : null
  const own = attribute === null ? issue : (ownIssue(asset, attribute) ?? issue)
  const context = { value }
  switch (own.code) {
    case 'invalid_type':
      return value === null ? ['missing', {}] : ['wrong-type', { ...context, expected: own.expected }]
    case 'invalid_value':
      return value === null ? ['missing', {}] : ['not-a-choice', { ...context, choices: own.values }]
    case 'too_small':
      return value === '' ? ['missing', {}] : ['too-small', { ...context, least: Number(own.minimum) }]
    case 'too_big':
      return ['too-large', { ...context, most: Number(own.maximum) }]
    default:
      return issue.path[0] === 'geometry' ? ['wrong-geometry', {}] : ['invalid', context]
  }
}

function ownIssue(asset: Asset, attribute: string): z.core.$ZodIssue | undefined {
  const { error } = assetClasses[asset.class].attributes.safeParse(asset.attributes)
  return error?.issues.find(({ path }) => path[0] === attribute)
}

function fieldAt(path: readonly PropertyKey[]): RowProblem['field'] {
  const [first, second] = path.map(String)
  if (first === undefined) return null
  if (first === 'tag' || first === 'class') return first
  return first === 'attributes' ? attributeField(second ?? '') : (first as AssetField)
}
