import type { SurveyedPlace } from '@driftbild/core'
import type { Format } from './format.ts'
import type { Words } from './translate.ts'

/** How an asset came to its place and how sure that is: "Flyttad på kartan, SWEREF 99 TM, ± 2,00 m". */
export function surveyText(
  { crs, accuracy, height, method }: SurveyedPlace,
  { t }: Pick<Words, 't'>,
  f: Format,
): string {
  const parts = [t(`survey.${method ?? 'measured'}`), systemName(crs)]
  if (accuracy !== undefined) parts.push(`± ${f.number(accuracy, 2)} m`)
  if (height !== undefined) parts.push(`${f.number(height, 2)} m (RH 2000)`)
  return parts.join(', ')
}

function systemName(crs: number): string {
  if (crs === 3006) return 'SWEREF 99 TM'
  return crs === 4326 ? 'WGS 84' : `EPSG:${crs}`
}
