import { describe, expect, it } from 'vitest'
import { judgeUrl } from './judge-url.ts'

const REFUSED_HOSTS = [
  // RFC 1918, loopback, link-local, metadata services, carrier-grade NAT, unspecified, multicast, reserved, documentation, benchmarking
  words(`
    10.0.0.0 10.0.0.1 10.255.255.255 172.16.0.1 172.20.1.1 172.31.255.255 192.168.0.1 192.168.255.255 127.0.0.1 127.0.0.2
    127.1.2.3 127.255.255.254 169.254.0.1 169.254.169.254 169.254.170.2 169.254.255.255 100.64.0.1 100.100.100.200 100.127.255.255
    0.0.0.0 0.1.2.3 0.255.255.255 224.0.0.1 239.255.255.255 240.0.0.1 250.1.1.1 255.255.255.255 192.0.0.1 192.0.0.192 192.0.2.1
    198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.255 192.88.99.1 233.252.0.1
  `),
  // The same, written otherwise: octal, hexadecimal, short, one number, percent-encoded, full-width, trailing dot
  words(`
    0177.0.0.1 0177.0.0.01 0x7f.0.0.1 0x7f000001 0x7F.1 127.1 127.0.1 2130706433 017700000001 0 0x0 0x0a000001 012.0.0.1 10.1
    167772161 0xa9fea9fe 2852039166 0251.0376.0251.0376 169.254.43518 0xA9.0xFE.0xA9.0xFE 192.168.257 0xc0a80001 3232235521
    %31%32%37.0.0.1 127%2e0%2e0%2e1 %6c%6f%63%61%6c%68%6f%73%74 127.0.0.1. 10.0.0.1. １２７.０.０.１ 127。0。0。1
    ①②⑦.⓪.⓪.①
    169.254.169.254.
  `),
  // IPv6: loopback, unspecified, unique local, link-local, site-local, multicast, documentation, discard
  words(`
    [::1] [0:0:0:0:0:0:0:1] [::] [fc00::1] [fd00::1] [fd00:ec2::254] [fdff:ffff::1] [fe80::1] [febf::1] [fec0::1] [ff02::1]
    [ff0e::1] [2001:db8::1] [2001:db8:ffff::1] [100::1] [3fff::1] [5f00::1] [4000::1] [8000::1] [1::1]
  `),
  // IPv4 inside IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo, ORCHID
  words(`
    [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:10.0.0.1] [::ffff:169.254.169.254] [::ffff:a9fe:a9fe] [::ffff:8.8.8.8]
    [::ffff:0:127.0.0.1] [::127.0.0.1] [::7f00:1] [::8.8.8.8] [64:ff9b::7f00:1] [64:ff9b::10.0.0.1] [64:ff9b::8.8.8.8]
    [64:ff9b:1::1] [2002:7f00:1::] [2002:a00:1::1] [2002:808:808::1] [2001::1] [2001:0:4136:e378:8000:63bf:3fff:fdd2] [2001:20::1]
  `),
  // Names of this machine and this network
  words(`
    localhost LOCALHOST localhost. a.localhost localhost.localdomain printer.local metadata.google.internal db.internal router.lan
    nas.home.arpa wiki.corp intranet metadata ｌｏｃａｌｈｏｓｔ ip6-localhost a.b.internal.
  `),
].flat()

const REFUSED_URLS: readonly (readonly [string, string])[] = [
  ...words(`
    file:///etc/passwd ftp://example.com/a gopher://example.com/ data:image/png;base64,AA javascript:alert(1) blob:https://example.com/1
    ws://example.com/ chrome-extension://abc/x dict://example.com:11211/ jar:http://example.com/
  `).map(pair('scheme')),
  ...words(`
    http://user@example.com/ http://user:pass@example.com/ https://:pass@example.com/ http://example.com@127.0.0.1/
    http://127.0.0.1@example.com/ http://a%40b:c@example.com/
  `).map(pair('credentials')),
  ...words('22 25 53 110 143 445 993 0 1 6000 6379 6667 10080 2049 5060').map((port) => pair('port')(`http://example.com:${port}/`)),
  ...words(`
    example.com //example.com http:// http://[::1 http://256.1.1.1/ http://1.2.3.4.5/ http://example.com:99999/ http://%00/
    http://[::1%25eth0]/ http://0x7f.0.0.0x100/
  `).map(pair('invalid')),
  ...['', 'http://exa mple.com/'].map(pair('invalid')),
]

const ADMITTED = words(`
  http://example.com/ https://example.com/a?b=c#d https://example.com:443/ http://example.com:8080/ https://EXAMPLE.com./
  http://8.8.8.8/ http://1.1.1.1/ http://9.255.255.255/ http://11.0.0.1/ http://172.15.255.255/ http://172.32.0.1/
  http://192.167.255.255/ http://192.169.0.1/ http://126.255.255.255/ http://128.0.0.1/ http://169.253.255.255/
  http://169.255.0.1/ http://100.63.255.255/ http://100.128.0.1/ http://198.17.255.255/ http://198.20.0.1/ http://223.255.255.255/
  http://192.0.1.1/ http://0x08080808/ http://[2606:4700::1111]/ http://[2001:4860:4860::8888]/ https://münchen.example/
  https://xn--mnchen-3ya.example/ https://例え.example/ https://localhost.example/ https://local.example/ https://10.example/
  https://internal.example/ https://cdn.shop.example/a%20b.png
`)

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

function pair(reason: string): (url: string) => readonly [string, string] {
  return (url) => [url, reason]
}

function reasonOf(url: string, trustedOrigins: readonly string[] = []): unknown {
  const outcome = judgeUrl(url, trustedOrigins)
  return outcome.ok ? 'admitted' : outcome.problem.params['reason']
}

describe('the corpus of addresses', () => {
  it('has at least 150 of them', () => {
    expect(new Set([...REFUSED_HOSTS, ...REFUSED_URLS.map(([url]) => url), ...ADMITTED]).size).toBeGreaterThanOrEqual(190)
  })

  it.each(REFUSED_HOSTS)('refuses the host %s', (host) => {
    expect(reasonOf(`http://${host}/`)).toBe('private')
    expect(reasonOf(`https://${host}:8443/latest/meta-data`)).toBe('private')
  })

  it.each(REFUSED_URLS)('refuses %s for its %s', (url, reason) => {
    expect(reasonOf(url)).toBe(reason)
  })

  it.each(ADMITTED)('admits %s', (url) => {
    expect(reasonOf(url)).toBe('admitted')
  })
})

describe('a trusted origin', () => {
  it('is trusted exactly', () => {
    const trusted = ['http://127.0.0.1:9000']
    expect(reasonOf('http://127.0.0.1:9000/a.png', trusted)).toBe('admitted')
    expect(reasonOf('http://127.0.0.1:9001/a.png', trusted)).toBe('private')
    expect(reasonOf('https://127.0.0.1:9000/a.png', trusted)).toBe('private')
    expect(reasonOf('http://127.0.0.1.example:9000/', ['http://127.0.0.1'])).toBe('admitted')
    expect(reasonOf('http://user@127.0.0.1:9000/', trusted)).toBe('credentials')
    expect(reasonOf('http://localhost:9000/', trusted)).toBe('private')
  })
})
