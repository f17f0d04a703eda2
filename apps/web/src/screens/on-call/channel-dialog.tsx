import { useState } from 'react'
import { type NewChannelBody, useAddChannel } from '../../data/notices.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'
import {
  type ChannelField,
  type ChannelKind,
  type ChannelValues,
  channelKinds,
  fieldsOf,
  securitiesFor,
  withField,
} from './channel-fields.ts'

const contentTypes = ['application/json', 'application/x-www-form-urlencoded']

/** A new way out. The secret is told here once, and never shown again. */
export function ChannelDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const add = useAddChannel(code)
  const [kind, setKind] = useState<ChannelKind>('mail')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  const [values, setValues] = useState<ChannelValues>(fieldsOf.mail)
  const choose = (next: ChannelKind) => {
    setKind(next)
    setValues(fieldsOf[next])
  }
  const optionsOf = (field: ChannelField): { value: string; label: string }[] | null => {
    if (field === 'security')
      return securitiesFor(values.host ?? '').map((value) => ({ value, label: t(`channel-choice.${value}`) }))
    return field === 'contentType' ? contentTypes.map((value) => ({ value, label: value })) : null
  }
  return (
    <Dialog title={t('channels.add')} open onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate(channelOf(kind, name.trim(), secret, values), { onSuccess: onClose })
        }}
      >
        <Select
          label={t('channels.kind')}
          value={kind}
          onChange={(value) => value !== '' && choose(value)}
          options={channelKinds.map((value) => ({ value, label: t(`channel.${value}`) }))}
        />
        <Field label={t('channels.name')}>
          {(ids) => (
            <input {...ids} required value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {(Object.keys(fieldsOf[kind]) as ChannelField[]).map((field) => {
          const change = (value: string) => setValues(withField(values, field, value))
          const options = optionsOf(field)
          const label = t(`channel-field.${field}`)
          const value = values[field] ?? ''
          return options ? (
            <Select<string> key={field} {...{ label, value, options }} onChange={change} />
          ) : (
            <Field key={field} label={label}>
              {(ids) => <input {...ids} value={value} onChange={(event) => change(event.target.value)} />}
            </Field>
          )
        })}
        <Field label={t(`channel-secret.${kind}`)} hint={t('channels.secret-hint')}>
          {(ids) => (
            <input
              {...ids}
              type="password"
              autoComplete="off"
              value={secret}
              onChange={(event) => setSecret(event.target.value)}
            />
          )}
        </Field>
        <ProblemLine error={add.error} />
        <footer className="form-actions">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="strong" type="submit" isPending={add.isPending} isDisabled={name.trim() === ''}>
            {t('action.save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

/** As the fields were filled in; what doesn't fit is said by the centre. */
const channelOf = (kind: ChannelKind, name: string, secret: string, values: ChannelValues): NewChannelBody =>
  ({
    ...{ kind, name, secret },
    settings: kind === 'mail' ? { ...values, port: Number(values.port) } : values,
  }) as NewChannelBody
