import { Link, useSearch } from '@tanstack/react-router'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Icon } from '../signs/icon.tsx'
import type { Box } from './town-map.ts'

/** What the map shows, as the register: to be read, chosen from and exported. */
export function ListLink({ box }: { box: Box | null }) {
  const { t } = useWords()
  const { code } = useHere()
  const { service, class: named, state, zone } = useSearch({ strict: false })
  const seen = box?.map((degrees) => degrees.toFixed(5)).join(',')
  return (
    <Link
      className="icon-button"
      to="/$municipality/list"
      params={{ municipality: code }}
      search={{ q: undefined, service, class: named, state, zone, ...(seen !== undefined && { box: seen }) }}
      aria-label={t('map.view-as-list')}
    >
      <Icon name="register" />
    </Link>
  )
}
