// What widget.js knows of casement-later.js, the file of its own that web/build.mjs makes of later.js.
export * from './later.js';
