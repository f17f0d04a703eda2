import { lengthOf, type Position } from '@driftbild/core'
import { Checkbox } from 'react-aria-components'
import type { JoinedAsset } from '../../data/changes.ts'
import { useWords } from '../../i18n/words.tsx'
import { CheckBox } from '../../ui/check-box.tsx'
import { followed, isLine } from './following.ts'

interface FollowingListProps {
  joined: readonly JoinedAsset[]
  to: Position
  /** Tags of what stays where it is. */
  left: ReadonlySet<string>
  onLeft: (left: ReadonlySet<string>) => void
  withLength: boolean
  onWithLength: (withLength: boolean) => void
}

/** What is joined to a place: it moves with it unless a person says that it stays. */
export function FollowingList({ joined, to, left, onLeft, withLength, onWithLength }: FollowingListProps) {
  const { t, f } = useWords()
  const following = joined.filter(({ tag }) => !left.has(tag))
  return (
    <fieldset className="place-following">
      <legend>{t('place.following')}</legend>
      {joined.map((one) => (
        <Checkbox
          key={one.tag}
          className="check"
          isSelected={!left.has(one.tag)}
          onChange={(follows) => onLeft(follows ? without(left, one.tag) : new Set([...left, one.tag]))}
        >
          <CheckBox />
          <span>
            {one.name} <span className="quiet">{lengths(one)}</span>
          </span>
        </Checkbox>
      ))}
      {following.some(({ length }) => length !== null) && (
        <Checkbox className="check" isSelected={withLength} onChange={onWithLength}>
          <CheckBox />
          {t('place.following.length')}
        </Checkbox>
      )}
    </fieldset>
  )

  function lengths(one: JoinedAsset): string {
    if (!isLine(one)) return one.tag
    const [before, after] = [lengthOf(one.geometry), lengthOf(followed(one, to))]
    if (left.has(one.tag) || before === after) return `${one.tag}, ${f.number(before, 1)} m`
    return t('place.following.line', { tag: one.tag, before: f.number(before, 1), after: f.number(after, 1) })
  }
}

const without = (some: ReadonlySet<string>, tag: string): ReadonlySet<string> =>
  new Set([...some].filter((one) => one !== tag))
