import { attributeText, surveyText } from '@driftbild/words'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AssetPage } from '../../data/assets.ts'
import { useZoneName } from '../../data/zones.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'

/** The position's facts and the physical unit that sits in it. */
export function AssetFacts({ asset, level }: { asset: AssetPage; level: 2 | 3 }) {
  const Heading = level === 2 ? 'h2' : 'h3'
  const { t, f, find } = useWords()
  const { code } = useHere()
  const zoneName = useZoneName(code)
  const { item } = asset
  const facts: [string, ReactNode][] = []
  if (asset.zone !== null) {
    const name = zoneName(asset.zone)
    facts.push([t('asset.zone'), <ZoneLink key="zone" tag={asset.zone} name={name} code={code} />])
  }
  if (asset.site !== null && asset.site !== asset.tag) facts.push([t('asset.site'), asset.site])
  if (asset.builtYear !== null) facts.push([t('asset.built'), String(asset.builtYear)])
  if (asset.expectedLife !== null)
    facts.push([t('asset.expected-life'), t('years', { count: asset.expectedLife })])
  for (const [name, value] of Object.entries(asset.attributes).toSorted(fromFirst)) {
    const label = find(`attribute.${name}`)
    if (label === null || value === null) continue
    if (assetTags.has(name)) {
      facts.push([label, <AssetLink key={name} tag={String(value)} code={code} />])
      continue
    }
    facts.push([label, attributeText(asset.class, name, value, { t, find }, f)])
  }
  if (item) {
    facts.push([t('asset.item'), `${item.make} ${item.model}`])
    facts.push([t('asset.serial'), item.serial])
    facts.push([t('asset.installed'), f.day(item.installed)])
  }
  if (asset.surveyed) facts.push([t('survey.title'), surveyText(asset.surveyed, { t }, f)])
  facts.push([t('asset.visibility'), t(`visibility.${asset.visibility}`)])
  return (
    <section aria-labelledby="asset-facts">
      <Heading id="asset-facts">{t('asset.facts')}</Heading>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Attributes that name another asset. */
const assetTags: ReadonlySet<string> = new Set(['cabinet', 'from', 'to'])

/** Where a pipe comes from is read before where it goes to. */
const fromFirst = ([a]: [string, unknown], [b]: [string, unknown]): number =>
  Number(b === 'from') - Number(a === 'from')

const AssetLink = ({ tag, code }: { tag: string; code: string }) => (
  <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag }}>
    {tag}
  </Link>
)

const ZoneLink = ({ tag, name, code }: { tag: string; name: string; code: string }) => (
  <Link to="/$municipality/zones/$tag" params={{ municipality: code, tag }}>
    {name}
  </Link>
)
