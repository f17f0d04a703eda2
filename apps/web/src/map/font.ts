/** The page's own font. A style without `glyphs` has its letters drawn by the browser: no glyph server. */
export const font = ['Inter Variable Medium', 'Inter Variable']
