import { useWords } from '../../i18n/words.tsx'

interface CheckRowsProps {
  list: readonly string[]
  done: readonly string[]
  onChange: (done: string[]) => void
}

/** What is gone through at the place, each with a box as large as a glove. */
export function CheckRows({ list, done, onChange }: CheckRowsProps) {
  const { t, find } = useWords()
  const tick = (check: string) =>
    onChange(done.includes(check) ? done.filter((one) => one !== check) : [...done, check])
  return (
    <fieldset className="checks">
      <legend>{t('visit.checks')}</legend>
      {list.map((check) => (
        <label key={check} className="check-row">
          <input type="checkbox" checked={done.includes(check)} onChange={() => tick(check)} />
          <span>{find(`check.${check}`) ?? check}</span>
        </label>
      ))}
    </fieldset>
  )
}
