import type { SavingInput, Service, StatedInput } from '@driftbild/core'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'

interface StateButtonProps {
  input: StatedInput | SavingInput
  service: Service
  /** Nobody has stated it yet. */
  missing?: boolean
  onPress: () => void
}

/** To state a figure that no meter gives, for those who may. */
export function StateButton({ input, service, missing = false, onPress }: StateButtonProps) {
  const { t } = useWords()
  const { may } = useHere()
  if (!may('edit-assets', service)) return null
  return (
    <Button
      look="quiet"
      aria-label={t(missing ? 'balance.state-it' : 'balance.change-it', { what: t(`lack.${input}`) })}
      onPress={onPress}
    >
      {t(missing ? 'balance.state' : 'balance.change')}
    </Button>
  )
}
