export type Theme = 'system' | 'light' | 'dark'

/** Sets the theme of a document; `system` follows what the person set for the machine. */
export function applyTheme(theme: Theme, root: Pick<HTMLElement, 'dataset'>): void {
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}
