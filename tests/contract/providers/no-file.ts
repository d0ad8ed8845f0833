/** For starts of work whose result is fetched later: no file is asked for. */
export function noFile(): Promise<never> {
  return Promise.reject(new Error('a file was asked for'))
}
