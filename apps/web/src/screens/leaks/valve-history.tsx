import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { valveHistoryQuery } from '../../data/leaks.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { Moment } from '../../ui/moment.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { ValveButton } from './valve-button.tsx'

/** What people found out about a valve, and whether plans count on it. */
export function ValveHistory({ tag, level }: { tag: string; level: 2 | 3 }) {
  const { t } = useWords()
  const { code } = useHere()
  const nameOf = usePersonName()
  const title = useId()
  const Heading = `h${level}` as const
  const history = useQuery(valveHistoryQuery(code, tag))
  return (
    <section aria-labelledby={title}>
      <Heading id={title}>{t('valve.condition')}</Heading>
      <Loaded query={history} skeleton={<SkeletonRows rows={1} height={40} />}>
        {(said) =>
          said.length === 0 ? (
            <p className="quiet">{t('valve.nothing-said')}</p>
          ) : (
            <ul className="shut-list">
              {said.map(({ condition, note, by, at }) => (
                <li key={at}>
                  <strong>{t(`valve-condition.${condition}`)}</strong> {note}{' '}
                  <span className="quiet">
                    {nameOf(by)} · <Moment at={at} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <ValveButton tag={tag} />
    </section>
  )
}
