import { useId } from 'react'
import { Icon } from '../signs/icon.tsx'
import type { UiIcon } from '../signs/ui-icons.ts'

interface FileButtonProps {
  label: string
  icon?: UiIcon
  accept: string
  /** The phone's own camera rather than its files. */
  capture?: 'environment'
  disabled?: boolean
  describedBy?: string
  onFiles: (files: readonly File[]) => void
}

/** The browser's own file button speaks the browser's language; this one speaks the page's. */
export function FileButton({ label, icon, onFiles, describedBy, ...input }: FileButtonProps) {
  const id = useId()
  return (
    <>
      <label
        className="button plain file-button"
        htmlFor={id}
        {...(input.disabled && { 'data-disabled': true })}
      >
        {icon && <Icon name={icon} size={20} />}
        {label}
      </label>
      <input
        {...input}
        id={id}
        className="visually-hidden"
        type="file"
        {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])]
          event.target.value = ''
          if (chosen.length > 0) onFiles(chosen)
        }}
      />
    </>
  )
}
