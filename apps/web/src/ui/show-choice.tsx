import { Label, Radio, RadioGroup } from 'react-aria-components'

interface ShowChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

/** One of a few, all of them in sight. */
export function ShowChoice<T extends string>({ label, value, options, onChange }: ShowChoiceProps<T>) {
  return (
    <RadioGroup
      className="segments"
      value={value}
      onChange={(next) => {
        const chosen = options.find((option) => option.value === next)
        if (chosen) onChange(chosen.value)
      }}
    >
      <Label className="visually-hidden">{label}</Label>
      <div>
        {options.map((option) => (
          <Radio key={option.value} value={option.value}>
            {option.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
