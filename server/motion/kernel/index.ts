/**
 * The pixel kernel. It owns no memory: every function works on addresses that the caller laid out in one shared memory.
 *
 * A source plane holds signed 16-bit samples in Q6 (an 8-bit level times 64), with its edges repeated around it; an output plane holds
 * 8-bit levels. What moves by scale and shift alone goes through `scalePlane`, what turns or recedes through `warpPlanes`.
 */
export { axis } from './axis'
export { linearTable, shearTable, warpTable } from './tables'
export { scalePlane } from './scale'
export { shearPlanes } from './shear'
export { setHomography, warpPlanes } from './warp'
export { pictureToPlanes, coverageToPlanes, repeatEdges } from './convert'
export { lay, tint, screenLuma, screenChroma, flatten, accumulate, average } from './blend'
