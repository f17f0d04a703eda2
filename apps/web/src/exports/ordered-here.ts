/** Exports ordered on this page since it was opened: their files are fetched by themselves, each once. */
const ordered = new Set<string>()

export const noteOrdered = (id: string): void => void ordered.add(id)

/** True the first time it is asked about one that was ordered here. */
export const takeOrdered = (id: string): boolean => ordered.delete(id)

/** As if its link had been followed. */
export function fetchFile(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
