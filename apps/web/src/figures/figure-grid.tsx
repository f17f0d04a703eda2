import type { UseQueryResult } from '@tanstack/react-query'
import type { Figure } from '../data/figures.ts'
import { useWords } from '../i18n/words.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { FigureCard } from './figure-card.tsx'

/** How it is going, in numbers. */
export function FigureGrid({ query }: { query: UseQueryResult<Figure[]> }) {
  const { t } = useWords()
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">{t('figures.title')}</h2>
      <Loaded query={query} skeleton={<FigureSkeleton />}>
        {(figures) => (
          <div className="figures">
            {figures.map((figure) => (
              <FigureCard key={figure.id} figure={figure} />
            ))}
          </div>
        )}
      </Loaded>
    </section>
  )
}

const FigureSkeleton = () => (
  <div className="figures">
    {Array.from({ length: 4 }, (_, i) => (
      <div key={i} className="skeleton" style={{ height: 190 }} />
    ))}
  </div>
)
