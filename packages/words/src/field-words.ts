import {
  type AssetClass,
  type AssetField,
  attributeOf,
  attributeUnit,
  type Geometry,
  lengthOf,
  type SurveyedPlace,
} from '@driftbild/core'
import { attributeText } from './attribute-text.ts'
import type { Format } from './format.ts'
import { surveyText } from './survey-words.ts'
import type { Words } from './translate.ts'

/** What a field is called; of a file's rows also the tag and the class. */
export function fieldTitle(field: AssetField | 'tag' | 'class', { find }: Words): string {
  const name = field === 'tag' || field === 'class' ? null : attributeOf(field)
  return (name === null ? find(`column.${field}`) : find(`attribute.${name}`)) ?? field
}

export const fieldUnit = (of: AssetClass | null, field: AssetField): string | undefined => {
  const name = attributeOf(field)
  return name === null || of === null ? undefined : attributeUnit(of, name)
}

interface FieldTextParts {
  of: AssetClass | null
  words: Words
  f: Format
  zoneName: (tag: string) => string
}

/** A field's value as people say it. */
export function fieldText(
  field: AssetField,
  value: unknown,
  { of, words, f, zoneName }: FieldTextParts,
): string {
  const { t, find } = words
  if (value === null || value === undefined || value === '') return t('value.none')
  const name = attributeOf(field)
  if (name !== null) {
    if (of === null) return find(`attribute.${name}.${String(value)}`) ?? String(value)
    return attributeText(of, name, value, words, f)
  }
  if (field === 'geometry') return placeText(value as Geometry, words, f)
  if (field === 'surveyed') return surveyText(value as SurveyedPlace, words, f)
  if (field === 'zone') return zoneName(String(value))
  if (field === 'visibility') return find(`visibility.${String(value)}`) ?? String(value)
  if (field === 'expectedLife') return t('years', { count: Number(value) })
  return String(value)
}

function placeText(geometry: Geometry, { t }: Words, f: Format): string {
  if (geometry.type === 'Point') {
    const [lon, lat] = geometry.coordinates
    return `${lat.toFixed(6)}, ${lon.toFixed(6)}`
  }
  if (geometry.type === 'Polygon') return t('value.area', { count: geometry.coordinates.flat().length })
  const length = f.number(lengthOf(geometry), 1)
  return t('value.line', { count: geometry.coordinates.length, length })
}
