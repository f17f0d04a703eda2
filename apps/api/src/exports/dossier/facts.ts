import { type Fact, writeFacts } from '@driftbild/formats/pdf'
import { attributeText, surveyText } from '@driftbild/words'
import type { Speech } from '../speech.ts'
import type { SectionParts } from './section.ts'

/** What it is, and where each thing known of it is from. */
export function writeAssetFacts({ paper, speech, picture, file, madeAt }: SectionParts): void {
  const { t, moment } = speech
  const { asset, service } = file.watched
  const register = t('dossier.source.register', { at: moment(madeAt) })
  const fact = (name: string, value: string | null | undefined, source?: string): Fact[] =>
    value === null || value === undefined || value === '' ? [] : [{ name, value, ...(source && { source }) }]
  const zone = asset.zone === null ? null : (picture.zones.get(asset.zone)?.name ?? asset.zone)
  writeFacts(paper, [
    ...fact(t('column.tag'), asset.tag),
    ...fact(t('list.class'), t(`class.${asset.class}`)),
    ...fact(t('list.service'), t(`service.${service}`)),
    ...fact(t('asset.zone'), zone),
    ...fact(t('asset.site'), asset.site),
    ...fact(t('asset.built'), asset.builtYear === null ? null : String(asset.builtYear)),
    ...fact(
      t('asset.expected-life'),
      asset.expectedLife === null ? null : t('years', { count: asset.expectedLife }),
    ),
    ...attributesOf(file.watched.asset, speech),
    ...itemOf(file, speech),
    ...fact(t('dossier.position'), positionOf(file.watched, speech), surveyOf(file.watched, speech)),
    ...fact(t('asset.visibility'), t(`visibility.${asset.visibility}`)),
  ])
  paper.text(register, { quiet: true, small: true })
}

function attributesOf(asset: SectionParts['file']['watched']['asset'], speech: Speech): Fact[] {
  return Object.entries(asset.attributes).flatMap(([name, value]) => {
    const label = speech.find(`attribute.${name}`)
    if (label === null || value === null || value === undefined) return []
    return [{ name: label, value: attributeText(asset.class, name, value, speech, speech.f) }]
  })
}

function itemOf({ item }: SectionParts['file'], { t, day }: Speech): Fact[] {
  if (!item) return []
  return [
    { name: t('asset.item'), value: `${item.make} ${item.model}` },
    { name: t('asset.serial'), value: item.serial },
    { name: t('asset.installed'), value: day(item.installed) },
  ]
}

/** In SWEREF 99 TM where it was surveyed so, else in degrees. */
function positionOf({ asset, position }: SectionParts['file']['watched'], { f }: Speech): string {
  const { surveyed } = asset
  if (surveyed?.crs === 3006 && asset.geometry.type === 'Point' && Array.isArray(surveyed.coordinates)) {
    const [east, north] = surveyed.coordinates as [number, number]
    return `N ${f.number(north, 2)}, E ${f.number(east, 2)}`
  }
  const [lon, lat] = position
  return `${f.number(lat, 6)}° N, ${f.number(lon, 6)}° E`
}

function surveyOf({ asset }: SectionParts['file']['watched'], { t, f }: Speech): string {
  if (!asset.surveyed) return t('dossier.position.unknown')
  return surveyText(asset.surveyed, { t }, f)
}
