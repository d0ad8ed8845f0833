export { exportFilm, type ExportedFilm, type FilmExport } from './export-film.ts'
export type { FilmPreset } from './presets.ts'
export { cutsOff, type FilmFocus } from './reframe.ts'
