import { csvDialects, csvText } from '@driftbild/formats/tables'
import { rowProblemWords } from '@driftbild/words'
import type { PlannedRow } from '../changes/planned-row.ts'
import type { Picture } from '../picture/picture.ts'
import type { Speech } from './speech.ts'

/** What is wrong with a file, row by row, for whoever made it: a line a problem. */
export function writeReport(
  rows: readonly PlannedRow[],
  { picture, speech }: { picture: Picture; speech: Speech },
): string {
  const { t, find, f, language } = speech
  const zoneName = (tag: string) => picture.zones.get(tag)?.name ?? tag
  const heading = [
    t('draft.row'),
    t('column.tag'),
    t('report.field'),
    t('report.column'),
    t('report.problem'),
  ]
  const lines = rows.flatMap(({ ref, tag, class: of, problems }) =>
    problems.map((problem) => {
      const { title, text } = rowProblemWords(problem, { of, words: { t, find }, f, zoneName })
      return [ref, tag, title ?? '', String(problem.context.column ?? ''), text]
    }),
  )
  return csvText([heading, ...lines], csvDialects[language])
}
