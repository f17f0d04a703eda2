/** The tag that a QR code on an asset carries: alone, or as the last part of its page's address. */
export function tagInCode(text: string): string {
  if (!URL.canParse(text)) return text.trim()
  const { pathname, searchParams } = new URL(text)
  const last = pathname.split('/').filter(Boolean).at(-1) ?? ''
  return searchParams.get('asset') ?? decodeURIComponent(last)
}
