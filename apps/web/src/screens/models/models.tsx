import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ModelView, modelsQuery } from '../../data/models.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Empty, Loaded, SkeletonRows } from '../../ui/loaded.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { CardScores } from './card-scores.tsx'
import { ModelSwitch } from './model-switch.tsx'

/** Every model's card: what it is for, how well it does beside the naive way, and what it can't do. */
export function ModelsScreen() {
  const { t } = useWords()
  const { code } = useHere()
  const models = useQuery(modelsQuery(code))
  return (
    <div className="screen">
      <ScreenHead title={t('nav.models')} lead={t('models.lead')} />
      <Loaded query={models} skeleton={<SkeletonRows rows={3} height={180} />}>
        {(cards) =>
          cards.length === 0 ? (
            <Empty title={t('models.none')}>{t('models.none.what')}</Empty>
          ) : (
            <div className="model-cards">
              {[...cards.filter(isOn), ...cards.filter((card) => !isOn(card))].map((card) => (
                <Card key={`${card.name} ${card.version}`} card={card} />
              ))}
            </div>
          )
        }
      </Loaded>
    </div>
  )
}

const isOn = ({ active, off }: ModelView): boolean => active && !off

function Card({ card }: { card: ModelView }) {
  const { t, find, locale } = useWords()
  const { code } = useHere()
  return (
    <article className="card" aria-label={card.name}>
      <h2>
        {find(`mode.${card.kind}`) ?? card.kind}
        <span className={isOn(card) ? 'chip chip-on' : 'chip'}>
          {t(isOn(card) ? 'model.active' : 'model.inactive')}
        </span>
      </h2>
      <p>{card.purpose[locale]}</p>
      <p>
        <Link to="/$municipality/models/$name" params={{ municipality: code, name: card.name }}>
          {t('model.record', { name: card.name })}
        </Link>
      </p>
      {!card.active && (
        <p className="remark">
          {card.replacedBy === null ? t('model.worse') : t('model.replaced', { name: card.replacedBy })}
        </p>
      )}
      <ModelSwitch card={card} />
      <p className="quiet">
        {card.name} {card.version}
      </p>
      <CardScores card={card} />
      <h3>{t('model.inputs')}</h3>
      <p>{card.inputs.map((input) => find(`role.${input}`) ?? input).join(' · ')}</p>
      <h3>{t('model.limits')}</h3>
      <ul className="plain-list">
        {card.limits.map((limit) => (
          <li key={limit.en}>{limit[locale]}</li>
        ))}
      </ul>
    </article>
  )
}
