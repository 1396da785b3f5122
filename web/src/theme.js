/** @file The element's style sheet, one for all forms of a page, and the page's colour scheme. */
/// <reference path="./css.d.ts" />
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

/**
 * A page that says nothing about its colour scheme leaves the choice to the system's.
 * @param {Element} element
 */
export function followsSystem(element) {
  return getComputedStyle(element).colorScheme === 'normal';
}
