import { useSyncExternalStore } from 'react'
import { useHere } from '../frame/here.tsx'
import { type Field, type FieldState, openField } from './field.ts'

/** This person's work on this phone; the state is null until it is read. */
export function useField(): { field: Field; state: FieldState | null } {
  const { code, user } = useHere()
  const field = openField({ user: user.id, municipality: code })
  return { field, state: useSyncExternalStore(field.subscribe, field.get) }
}
