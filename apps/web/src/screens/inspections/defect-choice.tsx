import { useId } from 'react'
import { useWords } from '../../i18n/words.tsx'

interface DefectChoiceProps {
  chosen: boolean | null
  onChoose: (defect: boolean) => void
}

/** Whether something has to be done about it. */
export function DefectChoice({ chosen, onChoose }: DefectChoiceProps) {
  const { t } = useWords()
  const name = useId()
  return (
    <fieldset className="found">
      <legend>{t('inspection.defect')}</legend>
      {([false, true] as const).map((value) => (
        <label key={String(value)} className="found-choice">
          <input type="radio" name={name} checked={chosen === value} onChange={() => onChoose(value)} />
          <span>{t(value ? 'flag.yes' : 'flag.no')}</span>
        </label>
      ))}
    </fieldset>
  )
}
