import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type { Fonts } from './look.ts'

const files = {
  regular: '400Regular/Inter_400Regular.ttf',
  semibold: '600SemiBold/Inter_600SemiBold.ttf',
} as const

/** The font files in the package that they come with. */
export function ownFontFiles(): string[] {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter/package.json'))
  return Object.values(files).map((file) => join(folder, file))
}

/** From a folder that has the files side by side, as a bundle does; else from their package. */
export function readFonts(folder: string | null = null): Fonts {
  const [regular, semibold] = folder
    ? Object.values(files).map((file) => join(folder, basename(file)))
    : ownFontFiles()
  return { regular: readFileSync(regular!), semibold: readFileSync(semibold!) }
}
