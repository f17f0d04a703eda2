import type { Map as MapLibreMap } from 'maplibre-gl'

/** Paper gets nothing of what a graphics card drew: a copy of the map stands in its place there. Returns what ends it. */
export function printable(map: MapLibreMap): () => void {
  const copy = document.createElement('canvas')
  copy.className = 'map-on-paper'
  const take = () => {
    const drawn = map.getCanvas()
    copy.width = drawn.width
    copy.height = drawn.height
    // What was drawn is there only until the page is painted again.
    map.redraw()
    copy.getContext('2d')?.drawImage(drawn, 0, 0)
    map.getContainer().after(copy)
  }
  const leave = () => copy.remove()
  // Before the page takes paper's colours: the map would begin to draw itself anew.
  addEventListener('beforeprint', take, { capture: true })
  addEventListener('afterprint', leave)
  return () => {
    removeEventListener('beforeprint', take, { capture: true })
    removeEventListener('afterprint', leave)
    leave()
  }
}
