/** @file The form's style sheet around the card, one for all forms of a page. */
/// <reference path="../css.d.ts" />
import css from './style.css';

/** @type {CSSStyleSheet | undefined} */
let sheet;

export function styleSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    // Browsers before 2024 get the light colours, and the browser's own parts (a list's arrow) as well.
    sheet.replaceSync(
      CSS.supports('color:light-dark(red,red)')
        ? css
        : css.replace(/light-dark\((.+?),.+?\)/g, '$1') + '.box{color-scheme:light!important}',
    );
  }
  return sheet;
}
