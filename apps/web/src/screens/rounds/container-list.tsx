import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Checkbox } from 'react-aria-components'
import type { RoundContainer } from '../../data/rounds.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { CheckBox } from '../../ui/check-box.tsx'
import { Scrolling } from '../../ui/scrolling.tsx'
import { ShowChoice } from '../../ui/show-choice.tsx'
import { byNeed } from './round-plan.ts'

interface ContainerListProps {
  containers: readonly RoundContainer[]
  stops: ReadonlySet<string>
  /** Which other round of the day has it, by tag. */
  taken: ReadonlyMap<string, string>
  onToggle: (tag: string) => void
}

/** Containers with why they are due; what the round is to visit is ticked. */
export function ContainerList({ containers, stops, taken, onToggle }: ContainerListProps) {
  const { t } = useWords()
  const [show, setShow] = useState<'due' | 'all'>('due')
  const listed = containers
    .filter(({ tag, due }) => show === 'all' || due !== null || stops.has(tag))
    .toSorted(byNeed)
  return (
    <section className="round-containers" aria-labelledby="round-containers">
      <header>
        <h2 id="round-containers">{t('rounds.containers')}</h2>
        <ShowChoice
          label={t('show.label')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'due', label: t('rounds.due') },
            { value: 'all', label: t('show.all') },
          ]}
        />
      </header>
      {listed.length === 0 ? (
        <p className="quiet">{t('rounds.none-due')}</p>
      ) : (
        <Scrolling className="round-list" label={t('rounds.containers')}>
          <ul className="plain-rows">
            {listed.map((container) => (
              <li key={container.tag}>
                <Checkbox
                  className="check"
                  isSelected={stops.has(container.tag)}
                  onChange={() => onToggle(container.tag)}
                >
                  <CheckBox />
                  {nameOf(container)}
                </Checkbox>
                <span className="quiet">
                  <Why of={container} taken={taken.get(container.tag)} />
                </span>
              </li>
            ))}
          </ul>
        </Scrolling>
      )}
    </section>
  )
}

/** Containers that stand together have one name. */
export const nameOf = ({ name, tag }: Pick<RoundContainer, 'name' | 'tag'>): string =>
  name.includes(tag) ? name : `${name} ${tag}`

function Why({ of, taken }: { of: RoundContainer; taken: string | undefined }) {
  const { t, f } = useWords()
  const { code } = useHere()
  const { due, fill, predicted, emptiedAt, tag } = of
  return (
    <>
      {due === 'predicted' && predicted
        ? t('rounds.why.predicted', { share: f.percent(predicted.probability), at: f.day(predicted.from) })
        : t(`rounds.why.${due ?? 'none'}`)}
      {' · '}
      {fill === null ? t('rounds.unheard') : t('rounds.fill', { share: f.percent(fill) })}
      {emptiedAt !== null && (
        <>
          {' · '}
          {t('rounds.emptied', { day: f.day(emptiedAt) })}
        </>
      )}
      {taken !== undefined && ` · ${t('rounds.taken', { name: taken })}`}{' '}
      <Link to="/$municipality/assets/$tag" params={{ municipality: code, tag }} aria-label={nameOf(of)}>
        {tag}
      </Link>
    </>
  )
}
