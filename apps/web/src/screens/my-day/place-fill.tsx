import type { FieldDay } from '../../data/field.ts'
import { useWords } from '../../i18n/words.tsx'

/** How full a container was when the day was taken along; nothing where nobody measures it. */
export function PlaceFill({ asset }: { asset: FieldDay['places'][number] }) {
  const { t, f } = useWords()
  const fill = asset.signals.find(({ role }) => role === 'fill')?.latest?.value
  return typeof fill === 'number' ? <span>{t('round.fill', { share: f.percent(fill) })}</span> : null
}
