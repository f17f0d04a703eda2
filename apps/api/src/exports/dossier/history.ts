import { toMillis } from '@driftbild/core'
import { drawLineChart, type LineChart } from '@driftbild/formats/pdf'
import type { SeriesData } from '@driftbild/store'
import { shownUnit } from '@driftbild/words'
import type { Picture } from '../../picture/picture.ts'
import type { Speech } from '../speech.ts'
import type { AssetFile } from './asset-file.ts'
import { paperLook } from './paper-look.ts'
import type { SectionParts } from './section.ts'

const HEIGHT = 130
/** What stands around a chart: the title's gap, two lines of caption. */
const AROUND = 60

export const firstChart = ({ history }: AssetFile): number | undefined =>
  history.length > 0 ? HEIGHT + AROUND : undefined

/** What it has measured, a chart a signal, with what is missing left open. */
export function writeHistory({ paper, speech, picture, file, madeAt }: SectionParts): void {
  const { t, f, find, moment } = speech
  if (file.history.length === 0) {
    paper.text(t('dossier.history.none'), { quiet: true })
    return
  }
  for (const { of, series } of file.history) {
    const role = find(`role.${of.signal.role}`) ?? of.signal.role
    const span = f.range(series.from, series.to)
    const caption = t('dossier.source.signal', { what: role, key: series.key, span, at: moment(madeAt) })
    paper.figure({ alt: altOf(role, series, speech), height: HEIGHT, caption }, (area) =>
      drawLineChart(paper.doc, area, chartOf({ of, series }, picture, speech), paperLook),
    )
  }
}

function chartOf({ of, series }: AssetFile['history'][number], picture: Picture, speech: Speech): LineChart {
  const { f, t, find } = speech
  const unit = shownUnit(of.signal.key, series.unit)
  const symbol = find(`unit.${unit}`) ?? unit
  return {
    from: toMillis(series.from),
    to: toMillis(series.to),
    time: series.time.map(toMillis),
    average: series.average,
    minimum: series.minimum,
    maximum: series.maximum,
    held: series.held,
    gaps: series.gaps.map((gap) => ({ from: toMillis(gap.from), to: toMillis(gap.to ?? series.to) })),
    expected: null,
    limits: picture.register.alarmRules
      .filter(
        ({ signal, condition }) =>
          signal === of.signal.key && (condition === 'above' || condition === 'below'),
      )
      .map(({ condition, limit }) => ({
        value: limit,
        label: t(`chart.limit.${condition as 'above' | 'below'}`, {
          limit: `${f.value(limit, unit)} ${symbol}`,
        }),
      })),
    unit: symbol,
    tick: (value) => f.tick(value, unit),
    day: (time) => f.dayAlone(time * 1000),
  }
}

/** What somebody who can't see the chart needs of it. */
function altOf(role: string, series: SeriesData, { t, f, find }: Speech): string {
  const unit = shownUnit(series.key, series.unit)
  const lows = series.minimum.filter((value) => value !== null)
  const highs = series.maximum.filter((value) => value !== null)
  if (lows.length === 0) return t('dossier.chart.alt.empty', { what: role })
  const symbol = find(`unit.${unit}`) ?? unit
  return t('dossier.chart.alt', {
    what: role,
    span: f.range(series.from, series.to),
    low: `${f.value(Math.min(...lows), unit)} ${symbol}`,
    high: `${f.value(Math.max(...highs), unit)} ${symbol}`,
    gaps: series.gaps.length,
  })
}
