/** The rest of the page waits no longer for it. */
const PATIENCE_MS = 2_500

let tellDrawn: () => void = () => {}
const drawn = new Promise<void>((resolve) => {
  tellDrawn = resolve
  const startsWithMap = typeof location !== 'undefined' && /^\/\d{4}\/map$/.test(location.pathname)
  setTimeout(resolve, startsWithMap ? PATIENCE_MS : 0)
})

/** Tells that a page that begins with a map has drawn it. */
export const firstPictureDrawn = (): void => tellDrawn()

/** Fetches what can wait when it no longer takes the line and the processor from the map that somebody came for. */
export const afterFirstPicture = <T>(load: () => Promise<T>): Promise<T> => drawn.then(load)
