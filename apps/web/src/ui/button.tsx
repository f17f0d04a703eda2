import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { Icon } from '../signs/icon.tsx'
import type { UiIcon } from '../signs/ui-icons.ts'

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'> {
  look?: 'strong' | 'plain' | 'quiet'
  icon?: UiIcon
  children: ReactNode
}

export function Button({ look = 'plain', icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button ${look}`}>
      {icon && <Icon name={icon} size={18} />}
      {children}
    </AriaButton>
  )
}

/** A control that shows only its icon; the label is what it is called. */
export function IconButton({
  icon,
  label,
  ...rest
}: Omit<AriaButtonProps, 'children' | 'className'> & { icon: UiIcon; label: string }) {
  return (
    <AriaButton {...rest} aria-label={label} className="icon-button">
      <Icon name={icon} />
    </AriaButton>
  )
}
