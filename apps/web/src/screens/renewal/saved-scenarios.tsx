import { useQuery } from '@tanstack/react-query'
import { Checkbox } from 'react-aria-components'
import { type RenewalScenario, scenariosQuery, useRemoveScenario } from '../../data/renewal.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { CheckBox } from '../../ui/check-box.tsx'
import type { Named } from './renewal.tsx'

interface SavedScenariosProps {
  chosen: Named
  compared: readonly Named[]
  onOpen: (one: Named) => void
  onCompare: (compared: readonly Named[]) => void
}

/** Scenarios that were kept: open one, and lay others beside it. */
export function SavedScenarios({ chosen, compared, onOpen, onCompare }: SavedScenariosProps) {
  const { t } = useWords()
  const { code } = useHere()
  const saved = useQuery(scenariosQuery(code))
  const remove = useRemoveScenario(code)
  const scenarios = saved.data ?? []
  if (scenarios.length === 0) return null
  return (
    <section className="card" aria-labelledby="renewal-saved">
      <h2 id="renewal-saved">{t('renewal.saved')}</h2>
      <ul className="changes">
        {scenarios.map(({ id, name, scenario }) => (
          <li key={id}>
            <div>
              <strong>{name}</strong>
              <span className="quiet">
                <ScenarioText of={scenario} />
              </span>
            </div>
            <div className="form-actions">
              {name !== chosen.name && (
                <Checkbox
                  className="check"
                  aria-label={t('renewal.compare', { name })}
                  isSelected={compared.some((one) => one.name === name)}
                  onChange={(on) => {
                    const others = compared.filter((one) => one.name !== name)
                    onCompare(on ? [...others, { name, scenario }] : others)
                  }}
                >
                  <CheckBox />
                  {t('renewal.beside')}
                </Checkbox>
              )}
              <Button aria-label={t('renewal.open', { name })} onPress={() => onOpen({ name, scenario })}>
                {t('renewal.show')}
              </Button>
              <IconButton
                icon="close"
                label={t('renewal.remove', { name })}
                onPress={() => {
                  onCompare(compared.filter((one) => one.name !== name))
                  remove.mutate(id)
                }}
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function ScenarioText({ of }: { of: RenewalScenario }) {
  const { t, f } = useWords()
  const parts = [
    t('renewal.terms.money', { money: f.number(of.budget / 1e6, 1) }),
    t('years', { count: of.years }),
    of.class ? t(`class.${of.class}`) : of.service ? t(`service.${of.service}`) : t('list.any'),
  ]
  return <>{parts.join(' · ')}</>
}
