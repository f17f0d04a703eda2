import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useEffectEvent, useRef, useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { type SearchHit, searchQuery } from '../data/search.ts'
import { useWords } from '../i18n/words.tsx'
import { ClassIcon, Icon } from '../signs/icon.tsx'
import { StateMark } from '../signs/state-mark.tsx'
import { usePhone } from '../ui/media.ts'
import { SearchNone } from '../ui/search-none.tsx'
import { useHere } from './here.tsx'

/** Finds a place, or an asset by tag, name or signal, from anywhere; "/" goes here. */
export function Search() {
  const { t } = useWords()
  const { code } = useHere()
  const phone = usePhone()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const found = useQuery(searchQuery(code, asked))
  const input = useRef<HTMLInputElement>(null)
  useSlash(() => input.current?.focus())
  const items = asked ? (found.data ?? []).map((hit) => ({ ...hit, id: nameOf(hit) })) : []
  return (
    <ComboBox
      className="search"
      items={items}
      inputValue={text}
      onInputChange={setText}
      menuTrigger="input"
      allowsEmptyCollection
      allowsCustomValue
      onSelectionChange={(id) => {
        const hit = items.find((one) => one.id === id)
        if (!hit) return
        setText('')
        navigate({
          to: '/$municipality/map',
          params: { municipality: code },
          search: hit.type === 'place' ? { place: hit.position.map(toMetre).join() } : { asset: hit.tag },
        })
      }}
    >
      <Label className="visually-hidden">{t('search.label')}</Label>
      <Icon name="search" size={18} />
      <Input
        ref={input}
        placeholder={t(phone ? 'search.short' : 'search.placeholder')}
        type="search"
        autoComplete="off"
      />
      <span className="key" aria-hidden="true">
        /
      </span>
      <Popover className="popover search-results">
        <ListBox
          renderEmptyState={() => (
            <SearchNone text={asked} isAnswered={found.isSuccess && !found.isPlaceholderData} />
          )}
        >
          {(item: (typeof items)[number]) => (
            <ListBoxItem id={item.id} textValue={`${item.name} ${item.id}`} className="search-item">
              {item.type === 'place' ? (
                <Icon name="map" size={20} />
              ) : (
                <ClassIcon of={item.class} size={20} />
              )}
              <span className="search-name">
                {item.name}
                <span className="quiet">
                  {item.type === 'place'
                    ? t('search.kind.place')
                    : `${item.signal ?? item.tag} · ${t(`class.${item.class}`)}`}
                </span>
              </span>
              {item.type === 'asset' && item.state !== 'normal' && (
                <StateMark state={item.state} probability={item.prediction} labelled />
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

const nameOf = (hit: SearchHit): string => (hit.type === 'place' ? `place ${hit.name}` : hit.tag)
/** Five decimals of a degree are about a metre. */
const toMetre = (degrees: number): string => degrees.toFixed(5)

function useSlash(focus: () => void): void {
  const onSlash = useEffectEvent(focus)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      onSlash()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
