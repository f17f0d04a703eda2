/** Where `vite build` puts the pages that the API serves. */
export const distFolder = new URL('../dist/', import.meta.url)
