import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { searchQuery } from '../data/search.ts'
import { useHere } from '../frame/here.tsx'
import { useWords } from '../i18n/words.tsx'
import { ClassIcon } from '../signs/icon.tsx'
import { SearchNone } from './search-none.tsx'

export interface PickedAsset {
  tag: string
  name: string
}

interface AssetPickerProps {
  label: string
  hint: string
  picked: PickedAsset | null
  onPick: (asset: PickedAsset | null) => void
}

/** Which asset, found by what one remembers of it. */
export function AssetPicker({ label, hint, picked, onPick }: AssetPickerProps) {
  const { t } = useWords()
  const { code } = useHere()
  const [text, setText] = useState(picked ? textOf(picked) : '')
  const wanted = picked && text === textOf(picked) ? '' : text.trim()
  const asked = useDeferredValue(wanted)
  const found = useQuery(searchQuery(code, asked))
  const hits = (found.data ?? []).filter((hit) => hit.type === 'asset')
  return (
    <ComboBox
      className="field picker"
      items={asked ? hits.map((hit) => ({ ...hit, id: hit.tag })) : []}
      inputValue={text}
      onInputChange={(next) => {
        setText(next)
        if (picked && next !== textOf(picked)) onPick(null)
      }}
      menuTrigger="input"
      allowsEmptyCollection={wanted !== ''}
      allowsCustomValue
      onSelectionChange={(tag) => {
        const hit = hits.find((one) => one.tag === tag)
        if (!hit) return
        onPick(hit)
        setText(textOf(hit))
      }}
    >
      <Label>{label}</Label>
      <Input autoComplete="off" />
      <Text slot="description" className="hint">
        {hint}
      </Text>
      <Popover className="popover search-results">
        <ListBox
          renderEmptyState={() => (
            <SearchNone text={asked} isAnswered={found.isSuccess && !found.isPlaceholderData} />
          )}
        >
          {(hit: (typeof hits)[number] & { id: string }) => (
            <ListBoxItem id={hit.tag} textValue={textOf(hit)} className="search-item">
              <ClassIcon of={hit.class} size={20} />
              <span className="search-name">
                {hit.name}
                <span className="quiet">{`${hit.tag} · ${t(`class.${hit.class}`)}`}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

const textOf = ({ tag, name }: PickedAsset): string => `${name} (${tag})`
