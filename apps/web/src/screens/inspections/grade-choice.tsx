import { grades } from '@driftbild/core'
import { useId } from 'react'
import { useWords } from '../../i18n/words.tsx'

interface GradeChoiceProps {
  chosen: number | null
  onChoose: (grade: number) => void
}

/** How good it is, 1 to 5, each with its words: a bare number would mean something else to everybody. */
export function GradeChoice({ chosen, onChoose }: GradeChoiceProps) {
  const { t, find } = useWords()
  const name = useId()
  return (
    <fieldset className="grades">
      <legend>{t('inspection.grade')}</legend>
      {grades.map((grade) => (
        <label key={grade} className="found-choice">
          <input type="radio" name={name} checked={chosen === grade} onChange={() => onChoose(grade)} />
          <span>
            <strong>{grade}</strong> {find(`grade.${grade}`)}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
