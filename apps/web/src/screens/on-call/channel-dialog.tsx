import { useState } from 'react'
import { type NewChannelBody, useAddChannel } from '../../data/notices.ts'
import { useHere } from '../../frame/here.tsx'
import { useWords } from '../../i18n/words.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/problem-line.tsx'

const kinds = ['mail', 'sms', 'webhook'] as const
type Kind = (typeof kinds)[number]

/** What each kind asks for beside its name and its secret, with what it begins as. */
const fieldsOf = {
  mail: { host: '', port: '465', security: 'tls', user: '', from: '' },
  sms: {
    url: 'https://',
    contentType: 'application/json',
    template: '{"to":"{to}","text":"{text}"}',
    header: 'Authorization',
  },
  webhook: { url: 'https://' },
} as const satisfies Record<Kind, Record<string, string>>

/** A new way out. The secret is told here once, and never shown again. */
export function ChannelDialog({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const { code } = useHere()
  const add = useAddChannel(code)
  const [kind, setKind] = useState<Kind>('mail')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  const [values, setValues] = useState<Record<string, string>>(fieldsOf.mail)
  const choose = (next: Kind) => {
    setKind(next)
    setValues(fieldsOf[next])
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
          options={kinds.map((value) => ({ value, label: t(`channel.${value}`) }))}
        />
        <Field label={t('channels.name')}>
          {(ids) => (
            <input {...ids} required value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {(Object.keys(fieldsOf[kind]) as (keyof (typeof fieldsOf)['mail'])[]).map((field) => (
          <Field key={field} label={t(`channel-field.${field}`)}>
            {(ids) => (
              <input
                {...ids}
                value={values[field] ?? ''}
                onChange={(event) => setValues({ ...values, [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
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
const channelOf = (
  kind: Kind,
  name: string,
  secret: string,
  values: Record<string, string>,
): NewChannelBody =>
  ({
    ...{ kind, name, secret },
    settings: kind === 'mail' ? { ...values, port: Number(values.port) } : values,
  }) as NewChannelBody
