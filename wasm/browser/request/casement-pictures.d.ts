// What files.js knows of casement-pictures.js, the file of its own that web/build.mjs makes of pictures.js.
export { toJpeg } from './pictures.js';
