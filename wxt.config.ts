import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'wxt'

/**
 * Public half of a key made for this extension, so that its id is the same on every machine: the launcher opens its pairing page
 * by that id, lhkfdpchggjdgbiefblocpgfmkokihej. See docs/decisions/0050.
 */
const PUBLIC_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvMTfgUUmGArjQpEJjsJ2BK6RPZ1YXxLQfU7Nl4SQn+tFw6mvZue7GxK+jKQf1wBG5J3ZEC6gULWY2lpc' +
  'JtAZE2b7BmDkYto6tPPRJRn0RK7lpOtdTqQZAmv6O3aOaaZkLpX7rlmt5U8ZU3H6G7CV00HnrUuxD0gwaiBcQpLMxHrk+XjmQSGuWxrCs8g9Qdr5V3WmcZ+URH2F' +
  'xLiTXiw4lqyi8A9GtMbh3qgQ0PdxLQqD7BoLGjonzIXTRhQCxKOgFuM5LEXUhrsW7np6h+DcPdy9ivFTlqHtaB273edzpMP/GGHMP9kVUm5Gt4Ep80ZHFGm0gmpz' +
  '3RTk/V9wSRo1OQIDAQAB'

/** Pictures come from anywhere and are only ever shown; code comes from the extension, data from the backend and from picture hosts. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "object-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "connect-src 'self' http://127.0.0.1:* https: http: data: blob:",
  "img-src 'self' blob: data: http: https:",
  "media-src 'self' blob: http://127.0.0.1:*",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  modules: ['@wxt-dev/module-react'],
  imports: false,
  targetBrowsers: ['chrome'],
  manifestVersion: 3,
  vite: () => ({ plugins: [tailwindcss()], build: { target: 'chrome148' } }),
  manifest: {
    name: 'Pagereel',
    short_name: 'Pagereel',
    description: '__MSG_description__',
    default_locale: 'en',
    key: PUBLIC_KEY,
    minimum_chrome_version: '148',
    incognito: 'spanning',
    icons: { 16: 'icons/icon-16.png', 32: 'icons/icon-32.png', 48: 'icons/icon-48.png', 128: 'icons/icon-128.png' },
    action: { default_title: '__MSG_open__', default_icon: { 16: 'icons/icon-16.png', 32: 'icons/icon-32.png' } },
    side_panel: { default_path: 'sidepanel.html' },
    permissions: [
      'activeTab',
      'scripting',
      'sidePanel',
      'storage',
      'unlimitedStorage',
      'contextMenus',
      'downloads',
      'alarms',
      'notifications',
    ],
    host_permissions: ['http://127.0.0.1/*'],
    optional_host_permissions: ['<all_urls>'],
    commands: {
      _execute_action: { suggested_key: { default: 'Ctrl+Shift+Y', mac: 'Command+Shift+Y' } },
      'pick-picture': {
        suggested_key: { default: 'Alt+Shift+P' },
        description: '__MSG_pickOnPage__',
      },
    },
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    // Pictures travel from page to panel as Blobs.
    message_serialization: 'structured_clone',
  },
})
