import type { Service } from '@driftbild/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { attentionQuery } from '../data/attention.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { Button } from '../ui/button.tsx'
import { Loaded, SkeletonRows } from '../ui/loaded.tsx'
import { AttentionRow } from './attention-row.tsx'
import { keyOfAttention } from './key-of.ts'

const SHOWN = 6

/** What needs a person of a service or a zone, first what needs one most; a quiet sentence when nothing does. */
export function AttentionListView({ of }: { of: { service?: Service; zone?: string } }) {
  const { t } = useWords()
  const { code } = useHere()
  const [all, setAll] = useState(false)
  const list = useQuery(attentionQuery(code, of))
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">{t('attention.title')}</h2>
      <Loaded query={list} skeleton={<SkeletonRows rows={3} height={58} />}>
        {({ items, count }) =>
          items.length === 0 ? (
            <p className="calm">{t('attention.none')}</p>
          ) : (
            <>
              <ul className="rows">
                {items.slice(0, all ? items.length : SHOWN).map((item) => (
                  <AttentionRow key={keyOfAttention(item)} item={item} />
                ))}
              </ul>
              {items.length > SHOWN && (
                <Button look="quiet" aria-expanded={all} onPress={() => setAll(!all)}>
                  {all ? t('attention.fewer') : t('attention.more', { count: count - SHOWN })}
                </Button>
              )}
            </>
          )
        }
      </Loaded>
    </section>
  )
}
