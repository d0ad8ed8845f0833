// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { collectImages } from './collect.ts'
import type { ImageCandidate } from 'shared/page'

beforeEach(() => {
  document.head.innerHTML = '<base href="https://shop.test/p/">'
  document.body.innerHTML = ''
})

/** Gives elements the boxes that layout would give them; happy-dom lays nothing out. */
function layOut(selector: string, width: number, height: number, root: ParentNode = document): void {
  for (const element of root.querySelectorAll(selector)) {
    element.getBoundingClientRect = () => new DOMRect(10, 20, width, height)
    // happy-dom resolves currentSrc without <base>; browsers have none before they have chosen a file.
    if (element.localName === 'img') Object.defineProperty(element, 'currentSrc', { value: '', configurable: true })
  }
}

function loaded(selector: string, currentSrc: string, width: number, height: number): void {
  for (const image of document.querySelectorAll('img')) {
    if (!image.matches(selector)) continue
    Object.defineProperties(image, { currentSrc: { value: currentSrc }, naturalWidth: { value: width }, naturalHeight: { value: height } })
  }
}

const scan = (): readonly ImageCandidate[] => collectImages({ document, window }).candidates

describe('collectImages', () => {
  it('puts the largest file of a srcset first and keeps the one that is shown as an alternate', () => {
    document.body.innerHTML = '<img alt="A shoe" src="a-400.jpg" srcset="a-400.jpg 400w, a-1200.jpg 1200w">'
    layOut('img', 400, 533)
    loaded('img', 'https://shop.test/p/a-400.jpg', 400, 533)
    const [picture, ...others] = scan()
    expect(others).toEqual([])
    expect(picture).toMatchObject({
      url: 'https://shop.test/p/a-1200.jpg',
      declaredSize: { width: 1200, height: 1599 },
      measuredSize: { width: 400, height: 533 },
      alt: 'A shoe',
      box: { x: 10, y: 20, width: 400, height: 533 },
    })
    expect(picture?.alternates.map((file) => file.url)).toEqual(['https://shop.test/p/a-400.jpg'])
  })

  it('knows that natural sizes are divided by the density of the chosen file', () => {
    document.body.innerHTML = '<img src="b.jpg" srcset="b.jpg 1x, b-2.jpg 2x">'
    layOut('img', 300, 300)
    loaded('img', 'https://shop.test/p/b-2.jpg', 300, 300)
    expect(scan()[0]?.measuredSize).toEqual({ width: 600, height: 600 })
  })

  it('takes the sources of a picture element, also those that do not match now', () => {
    document.body.innerHTML = `
      <picture><source media="(min-width: 3000px)" srcset="wide.jpg 2400w"><img src="c.jpg" width="4" height="3"></picture>`
    layOut('img', 400, 300)
    expect(scan()[0]).toMatchObject({ url: 'https://shop.test/p/wide.jpg', kind: 'picture', declaredSize: { width: 2400, height: 1800 } })
  })

  it('prefers the large version that a lazy attribute or a link promises', () => {
    document.body.innerHTML = `
      <a href="full.jpg"><img src="thumb.jpg"></a>
      <img src="data:image/gif;base64,R0lGOD" data-src="lazy.jpg" data-zoom-image="zoom.jpg">`
    layOut('img', 200, 200)
    const files = new Map(scan().map((each) => [each.url, each.alternates.map((file) => file.url)]))
    expect(files).toEqual(
      new Map([
        ['https://shop.test/p/full.jpg', ['https://shop.test/p/thumb.jpg']],
        ['https://shop.test/p/zoom.jpg', ['https://shop.test/p/lazy.jpg']],
      ]),
    )
  })

  it('reads backgrounds by style and by lazy attribute, and leaves small ones alone', () => {
    document.body.innerHTML = `
      <div id="big" style="background-image: url(hero.jpg)"></div>
      <div id="small" style="background-image: url(dot.jpg)"></div>
      <div id="lazy" data-bg="late.jpg"></div>`
    layOut('#big, #lazy', 300, 200)
    layOut('#small', 40, 40)
    const found = scan()
    expect(found.map((each) => each.url).toSorted()).toEqual(['https://shop.test/p/hero.jpg', 'https://shop.test/p/late.jpg'])
    expect(found.find((each) => each.url.endsWith('hero.jpg'))?.kind).toBe('background')
  })

  it('goes into open shadow roots, one inside the other', () => {
    document.body.innerHTML = '<div id="host"></div>'
    const outer = document.querySelector('#host')?.attachShadow({ mode: 'open' })
    if (outer === undefined) throw new Error('no shadow root')
    outer.innerHTML = '<div id="inner"></div>'
    const inner = outer.querySelector('#inner')?.attachShadow({ mode: 'open' })
    if (inner === undefined) throw new Error('no shadow root')
    inner.innerHTML = '<img src="deep.jpg">'
    layOut('img', 200, 200, inner)
    expect(scan().map((each) => each.url)).toEqual(['https://shop.test/p/deep.jpg'])
  })

  it('reads what the head declares, with sizes', () => {
    document.head.innerHTML += `
      <meta property="og:image" content="og.jpg">
      <meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">
      <meta name="twitter:image" content="tw.jpg"><link rel="preload" as="image" href="pre.jpg">
      <script type="application/ld+json">{"@graph":[{"@type":"Product","name":"Shoe","image":[
        "ld1.jpg", {"@type":"ImageObject","contentUrl":"ld2.jpg","width":2000,"height":1000}
      ]}]}</script>
      <script type="application/ld+json">{ broken</script>`
    const found = scan()
    const names = found.map((each) => each.url.slice('https://shop.test/p/'.length))
    expect(names.toSorted()).toEqual(['ld1.jpg', 'ld2.jpg', 'og.jpg', 'pre.jpg', 'tw.jpg'])
    const declared = { kind: 'og-image', declaredSize: { width: 1200, height: 630 }, box: null }
    expect(found.find((each) => each.url.endsWith('og.jpg'))).toMatchObject(declared)
    expect(found.find((each) => each.url.endsWith('ld1.jpg'))?.alt).toBe('Shoe')
  })

  it('makes one picture of all the places that show it', () => {
    document.head.innerHTML += '<meta property="og:image" content="shoe.jpg?width=1200">'
    document.body.innerHTML = '<img src="shoe.jpg?width=300"><video poster="shoe-640x360.jpg"></video>'
    layOut('img, video', 300, 300)
    expect(scan()).toHaveLength(1)
  })

  it('reads canvases in sight that show something, and knows them again when they were drawn over', () => {
    document.body.innerHTML = ['art', 'tainted', 'blank', 'small'].map((id) => `<canvas id="${id}"></canvas>`).join('')
    layOut('canvas', 300, 200)
    const drawn = `data:image/png;base64,${'A'.repeat(2000)}`
    for (const canvas of document.querySelectorAll('canvas')) {
      Object.assign(canvas, { width: 600, height: canvas.id === 'small' ? 100 : 400 })
      if (canvas.id === 'art' || canvas.id === 'small') canvas.toDataURL = () => drawn
      if (canvas.id === 'tainted')
        canvas.toDataURL = () => {
          throw new DOMException('tainted', 'SecurityError')
        }
    }
    const found = scan()
    expect(found).toMatchObject([{ kind: 'canvas', url: drawn, measuredSize: { width: 600, height: 400 }, box: { x: 10, y: 20 } }])
    const art = document.querySelector('canvas')
    if (art === null) throw new Error('no canvas')
    art.toDataURL = () => `${drawn}B`
    expect(scan()[0]?.id).toBe(found[0]?.id)
    art.getBoundingClientRect = () => new DOMRect(10, 9000, 300, 200)
    expect(scan()).toEqual([])
  })

  it('reads posters, SVG images and what noscript keeps', () => {
    document.body.innerHTML = `
      <video poster="poster.jpg"></video><svg><image href="in-svg.png"></image></svg>
      <noscript>&lt;img src="quiet.jpg" alt="Quiet"&gt;</noscript>`
    layOut('video, image', 300, 300)
    expect(
      scan()
        .map((each) => each.kind)
        .toSorted(),
    ).toEqual(['lazy', 'svg-image', 'video-poster'])
  })

  it('ranks the product above a logo in the navigation', () => {
    document.body.innerHTML = '<nav><img class="logo" src="brand.png"></nav><main><img alt="The product" src="product.jpg"></main>'
    layOut('img', 300, 300)
    expect(scan().map((each) => each.url.slice('https://shop.test/p/'.length))).toEqual(['product.jpg', 'brand.png'])
  })

  it('stops at its limit and says so', () => {
    document.body.innerHTML = '<img src="a.jpg">'.repeat(20)
    expect(collectImages({ document, window }, 5).truncated).toBe(true)
    expect(collectImages({ document, window }).truncated).toBe(false)
  })
})
