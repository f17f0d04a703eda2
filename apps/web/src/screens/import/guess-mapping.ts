import {
  type AssetClass,
  type AssetField,
  assetClasses,
  attributeOf,
  attributeUnit,
  fieldKind,
  fieldsOf,
  unitFactor,
} from '@driftbild/core'
import type { Words } from '@driftbild/words'
import type { ImportLayer, ImportMapping } from '../../data/imports.ts'

/** What columns are called in files that come, besides our own names for things. */
const known = {
  tag: ['tag', 'beteckning', 'objekt', 'objektid', 'littera', 'id'],
  class: ['typ', 'type', 'slag', 'class', 'objekttyp', 'layer'],
  east: ['e', 'east', 'easting', 'öst', 'x', 'longitude', 'lon'],
  north: ['n', 'north', 'northing', 'nord', 'norr', 'y', 'latitude', 'lat'],
  text: ['wkt', 'geometri', 'geometry', 'geom'],
} as const

const fieldNames: Partial<Record<AssetField, readonly string[]>> = {
  name: ['namn', 'benämning'],
  builtYear: ['byggår', 'anläggningsår', 'anlagd', 'år', 'year'],
  'attributes.diameter': ['dn', 'dim', 'dimension'],
  'attributes.length': ['längd'],
  'attributes.normallyOpen': ['öppen', 'open'],
}

const SWEREF99_TM = 3006
const WGS84 = 4326

/** Words and units without case, spaces and what stands in brackets. */
const plain = (text: string): string =>
  text
    .toLocaleLowerCase('sv')
    .replace(/\(.*\)/, '')
    .replaceAll(/[\s_.-]/g, '')

const unitIn = (title: string): string | null => /\(([^)]*)\)/.exec(title)?.[1]?.trim() ?? null

/** A first proposal of which column is what: what isn't recognised is left for the person. */
export function guessMapping(layer: ImportLayer, words: Words): ImportMapping {
  const titles = layer.columns.map(({ name }) => name)
  const find = (names: readonly string[]) =>
    names
      .map((name) => titles.find((title) => plain(title) === plain(name)))
      .find((title) => title !== undefined)
  const tag = find(known.tag) ?? titles[0] ?? ''
  const classColumn = find(known.class)
  const classOf = classColumn === undefined ? null : classMapping(layer, classColumn, words)
  const [east, north, text] = [find(known.east), find(known.north), find(known.text)]
  const place: ImportMapping['place'] =
    layer.placed > 0
      ? { from: 'file' }
      : text !== undefined
        ? { from: 'text', column: text }
        : east !== undefined && north !== undefined
          ? { from: 'columns', east, north }
          : { from: 'none' }
  const mapped: ImportMapping = {
    ...{ layer: layer.name, crs: layer.crs ?? (isDegrees(layer, east) ? WGS84 : SWEREF99_TM), tag, place },
    class: classOf ?? { by: 'one', class: classCalled(layer.name, words) ?? 'pipe' },
    fields: [],
  }
  const taken = new Set([tag, classColumn, east, north, text])
  const free = layer.columns.filter(({ name }) => !taken.has(name))
  return { ...mapped, fields: guessFields(free, classesOf(mapped), words) }
}

/** The classes that rows of the file may become. */
export function classesOf({ class: how }: Pick<ImportMapping, 'class'>): AssetClass[] {
  return how.by === 'one' ? [how.class] : [...new Set(Object.values(how.values))]
}

/** Fields that any of the classes has and a file can give. */
export const fieldsFor = (classes: readonly AssetClass[]): AssetField[] => [
  ...new Set(classes.flatMap(fieldsOf).filter((field) => field !== 'geometry' && field !== 'surveyed')),
]

/** Columns that say what a row is and where it lies. */
export function readElsewhere({ tag, class: how, place }: ImportMapping): string[] {
  return [
    tag,
    ...(how.by === 'column' ? [how.column] : []),
    ...(place.from === 'columns' ? [place.east, place.north] : place.from === 'text' ? [place.column] : []),
  ]
}

function guessFields(
  columns: ImportLayer['columns'],
  classes: readonly AssetClass[],
  words: Words,
): ImportMapping['fields'] {
  return fieldsFor(classes).flatMap((field) => {
    const attribute = attributeOf(field)
    const own = words.find(attribute === null ? `column.${field}` : `attribute.${attribute}`)
    const names = [attribute ?? field, ...(own ? [own] : []), ...(fieldNames[field] ?? [])].map(plain)
    const column = columns.find(({ name }) => names.includes(plain(name)))
    return column ? [mapField(field, column, classes, words)] : []
  })
}

/** A column as a field, in the unit that its title names, its words as our choices where they are the same. */
export function mapField(
  field: AssetField,
  column: ImportLayer['columns'][number],
  classes: readonly AssetClass[],
  words: Words,
): ImportMapping['fields'][number] {
  const of = classes.find((one) => fieldKind(one, field) !== null)
  const ours = of && unitOf(field, of)
  const named = unitIn(column.name)
  const unit = ours ? (named !== null && unitFactor(ours, named) !== null ? named : ours) : null
  return { field, column: column.name, unit, values: choicesIn(field, column, of, words) }
}

export const unitOf = (field: AssetField, of: AssetClass): string | null => {
  const attribute = attributeOf(field)
  return attribute === null ? null : (attributeUnit(of, attribute) ?? null)
}

function choicesIn(
  field: AssetField,
  column: ImportLayer['columns'][number],
  of: AssetClass | undefined,
  { find }: Words,
): Record<string, string> {
  const kind = of && fieldKind(of, field)
  if (kind?.type !== 'choice') return {}
  const prefix = field.replace('attributes.', 'attribute.')
  return Object.fromEntries(
    (column.values ?? []).flatMap((value) => {
      const choice = kind.choices.find(
        (one) => plain(one) === plain(value) || plain(find(`${prefix}.${one}`) ?? '') === plain(value),
      )
      return choice === undefined ? [] : [[value, choice]]
    }),
  )
}

function classMapping(layer: ImportLayer, column: string, words: Words): ImportMapping['class'] | null {
  const { values } = layer.columns.find(({ name }) => name === column) ?? { values: null }
  if (values === null) return null
  const pairs = values.flatMap((value): [string, AssetClass][] => {
    const of = classCalled(value, words)
    return of ? [[value, of]] : []
  })
  return { by: 'column', column, values: Object.fromEntries(pairs) }
}

/** EPANET's words for what stores and feeds water are not ours. */
const otherNames: Record<string, AssetClass> = { tank: 'reservoir', reservoir: 'waterworks' }

function classCalled(name: string, { find }: Words): AssetClass | undefined {
  const wanted = plain(name)
  const classes = Object.keys(assetClasses) as AssetClass[]
  return (
    otherNames[wanted] ??
    classes.find((one) => plain(one) === wanted || plain(find(`class.${one}`) ?? '') === wanted)
  )
}

const isDegrees = (layer: ImportLayer, east: string | undefined): boolean => {
  const samples = layer.columns.find(({ name }) => name === east)?.samples ?? []
  return samples.length > 0 && samples.every((one) => Math.abs(Number(one.replace(',', '.'))) <= 180)
}
