import { type ReactNode, useId } from 'react'

interface FieldProps {
  label: string
  hint?: string
  /** Handed the ids that tie the control to its label and hint. */
  children: (ids: { id: string; 'aria-describedby'?: string }) => ReactNode
}

/** A label above its control; native controls, because phones and readers know them best. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(hint && { 'aria-describedby': hintId }) })}
      {hint && (
        <p id={hintId} className="hint">
          {hint}
        </p>
      )}
    </div>
  )
}

interface SelectProps<T extends string> {
  label: string
  value: T | ''
  onChange: (value: T | '') => void
  options: readonly { value: T; label: string }[]
  /** What nothing chosen is called; without it something always is. */
  none?: string
  disabled?: boolean
}

export function Select<T extends string>({
  label,
  value,
  onChange,
  options,
  none,
  disabled = false,
}: SelectProps<T>) {
  return (
    <Field label={label}>
      {(ids) => (
        <select
          {...ids}
          disabled={disabled}
          value={value}
          onChange={(event) => onChange(event.target.value as T | '')}
        >
          {none !== undefined && <option value="">{none}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
