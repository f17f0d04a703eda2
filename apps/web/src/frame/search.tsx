import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useEffectEvent, useRef, useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { assetSearchQuery } from '../data/assets.ts'
import { useWords } from '../i18n/words.tsx'
import { ClassIcon, Icon } from '../signs/icon.tsx'
import { StateMark } from '../signs/state-mark.tsx'
import { usePhone } from '../ui/media.ts'
import { useHere } from './here.tsx'

/** Finds an asset by tag or name from anywhere; "/" goes here. */
export function Search() {
  const { t } = useWords()
  const { code } = useHere()
  const phone = usePhone()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const found = useQuery(assetSearchQuery(code, asked))
  const input = useRef<HTMLInputElement>(null)
  useSlash(() => input.current?.focus())
  const items = asked ? (found.data?.items ?? []) : []
  return (
    <ComboBox
      className="search"
      items={items}
      inputValue={text}
      onInputChange={setText}
      menuTrigger="input"
      allowsEmptyCollection
      allowsCustomValue
      onSelectionChange={(tag) => {
        if (tag === null) return
        setText('')
        navigate({
          to: '/$municipality/map',
          params: { municipality: code },
          search: { asset: String(tag), prediction: undefined },
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
            <p className="quiet search-none">
              {found.isSuccess && !found.isPlaceholderData
                ? t('search.none', { text: asked })
                : t('search.busy')}
            </p>
          )}
        >
          {(item: (typeof items)[number]) => (
            <ListBoxItem id={item.tag} textValue={`${item.name} ${item.tag}`} className="search-item">
              <ClassIcon of={item.class} size={20} />
              <span className="search-name">
                {item.name}
                <span className="quiet">
                  {item.tag} · {t(`class.${item.class}`)}
                </span>
              </span>
              {item.state !== 'normal' && (
                <StateMark state={item.state} probability={item.prediction} labelled />
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

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
