import type { AssetClass } from '@driftbild/core'
import { Button as AriaButton, Checkbox, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { AssetColumn } from '../../data/exports.ts'
import { useWords } from '../../i18n/words.tsx'
import { CheckBox } from '../../ui/check-box.tsx'
import { attributeColumnsOf, columnTitle, commonColumns } from './columns.ts'

interface ColumnChoiceProps {
  /** Whose attributes are offered. */
  classes: readonly AssetClass[]
  shown: readonly AssetColumn[]
  onChange: (columns: AssetColumn[]) => void
}

/** Which columns the list has; the link keeps it. */
export function ColumnChoice({ classes, shown, onChange }: ColumnChoiceProps) {
  const { t, find } = useWords()
  const toggle = (column: AssetColumn, on: boolean) =>
    onChange(on ? [...shown, column] : shown.filter((one) => one !== column))
  const group = (title: string, columns: readonly AssetColumn[]) =>
    columns.length > 0 && (
      <fieldset>
        <legend>{title}</legend>
        {columns.map((column) => (
          <Checkbox
            key={column}
            className="check"
            isSelected={shown.includes(column)}
            onChange={(on) => toggle(column, on)}
          >
            <CheckBox />
            {columnTitle(column, { t, find })}
          </Checkbox>
        ))}
      </fieldset>
    )
  return (
    <DialogTrigger>
      <AriaButton className="button plain">{t('columns.choose')}</AriaButton>
      <Popover className="popover" placement="bottom end">
        <Dialog className="column-choice" aria-label={t('columns.choose')}>
          {group(t('columns.common'), commonColumns)}
          {group(t('columns.attributes'), attributeColumnsOf(classes))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
