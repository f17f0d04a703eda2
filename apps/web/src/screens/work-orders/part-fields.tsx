import { useWords } from '../../i18n/words.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { isWrong, noPart, type PartDraft } from './part-lines.ts'

/** What was used, a line each: how many, what, and its number where it has one. */
export function PartFields({
  lines,
  onChange,
}: {
  lines: readonly PartDraft[]
  onChange: (lines: PartDraft[]) => void
}) {
  const { t } = useWords()
  const change = (at: number, part: Partial<PartDraft>) =>
    onChange(lines.map((line, i) => (i === at ? { ...line, ...part } : line)))
  return (
    <fieldset className="part-fields">
      <legend>{t('order.field.parts')}</legend>
      {lines.map((line, i) => (
        // A line has no name but its place, which says enough: none is moved.
        <fieldset key={i} className="part-line">
          <legend className="visually-hidden">{t('order-part.of', { nth: i + 1 })}</legend>
          <Field label={t('order-part.quantity')}>
            {(ids) => (
              <input
                {...ids}
                inputMode="decimal"
                value={line.quantity}
                aria-invalid={isWrong(line)}
                onChange={(event) => change(i, { quantity: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('order-part.text')}>
            {(ids) => (
              <input
                {...ids}
                maxLength={200}
                value={line.text}
                onChange={(event) => change(i, { text: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('order-part.article')}>
            {(ids) => (
              <input
                {...ids}
                maxLength={60}
                value={line.article}
                onChange={(event) => change(i, { article: event.target.value })}
              />
            )}
          </Field>
          <IconButton
            icon="close"
            label={t('order-part.remove', { text: line.text || t('order-part.new') })}
            onPress={() => onChange(lines.toSpliced(i, 1))}
          />
        </fieldset>
      ))}
      <Button icon="plus" onPress={() => onChange([...lines, noPart])}>
        {t('order-part.add')}
      </Button>
    </fieldset>
  )
}
