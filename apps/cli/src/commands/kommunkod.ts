import { InvalidArgumentError } from 'commander'

export function kommunkod(text: string): string {
  if (!/^\d{4}$/.test(text)) throw new InvalidArgumentError('a kommunkod has four digits')
  return text
}
