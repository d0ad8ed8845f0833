import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'wxt'

export default defineConfig({
  srcDir: 'extension',
  modules: ['@wxt-dev/module-react'],
  imports: false,
  targetBrowsers: ['chrome'],
  manifestVersion: 3,
  vite: () => ({ plugins: [tailwindcss()], build: { target: 'chrome148' } }),
})
