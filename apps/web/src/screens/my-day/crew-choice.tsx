import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/loaded.tsx'

interface CrewChoiceProps {
  crews: readonly string[]
  /** Whether it is one's own crew that is chosen, or one that is looked at. */
  own: boolean
  onChoose: (crew: string) => void
}

/** Whose day it is. Orders are assigned to crews by name; the phone remembers the choice. */
export function CrewChoice({ crews, own, onChoose }: CrewChoiceProps) {
  const { t } = useWords()
  if (crews.length === 0) return <Empty title={t('my-day.no-crews')}>{t('my-day.no-crews.what')}</Empty>
  return (
    <section aria-labelledby="crews">
      <h2 id="crews">{t(own ? 'my-day.crews.own' : 'my-day.crews')}</h2>
      <ul className="crews">
        {crews.map((crew) => (
          <li key={crew}>
            <Button onPress={() => onChoose(crew)}>{crew}</Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
