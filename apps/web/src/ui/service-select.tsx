import { type Service, services } from '@driftbild/core'
import { useWords } from '../i18n/words.tsx'
import { Select } from './field.tsx'

interface ServiceSelectProps {
  value: Service | ''
  onChange: (service: Service | '') => void
  /** What none of them is called. */
  none: string
  /** Which there are to choose from. */
  among?: readonly Service[]
}

/** One service, or none in particular. */
export function ServiceSelect({ value, onChange, none, among = services }: ServiceSelectProps) {
  const { t } = useWords()
  return (
    <Select<Service>
      label={t('list.service')}
      value={value}
      onChange={onChange}
      none={none}
      options={among.map((one) => ({ value: one, label: t(`service.${one}`) }))}
    />
  )
}
