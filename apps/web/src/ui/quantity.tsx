import { useWords } from '../i18n/words.tsx'

/** A number and, small and grey beside it, its unit. A missing value is a dash, never a zero. */
export function Quantity({ value, unit }: { value: number | null; unit: string }) {
  const { f, find } = useWords()
  const shown = find(`unit.${unit}`) ?? unit
  return (
    <span className="quantity">
      <span className="number">{value === null ? '–' : f.value(value, unit)}</span>
      {shown && <span className="unit">{shown}</span>}
    </span>
  )
}
