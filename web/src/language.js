/** @file The element's own few words, and which language the page asks for. */

/** The launcher's label, what stands in place of a form that cannot be shown, and how its dialog is closed. */
export const words = {
  en: ['Open a case', 'This form cannot be shown here. Please contact us directly.', 'Close'],
  es: [
    'Abrir un caso',
    'Este formulario no se puede mostrar aquí. Contáctanos directamente.',
    'Cerrar',
  ],
  pt: [
    'Abrir um caso',
    'Este formulário não pode ser mostrado aqui. Fale conosco diretamente.',
    'Fechar',
  ],
  fr: [
    'Ouvrir un dossier',
    'Ce formulaire ne peut être affiché ici. Contactez-nous directement.',
    'Fermer',
  ],
  de: [
    'Fall eröffnen',
    'Das Formular ist hier nicht verfügbar. Kontaktieren Sie uns direkt.',
    'Schließen',
  ],
};

/** @param {string} tag BCP 47 */
export function wordsFor(tag) {
  const primary = /** @type {'en'} */ (tag.slice(0, 2).toLowerCase());
  return words[primary] ?? words.en;
}

/**
 * The element's own `lang`, else the nearest one around it, across shadow roots, else the browser's.
 * As the page wrote it: not always a tag that a browser takes ("es_CO").
 * @param {Element} element
 */
export function nearestLanguage(element) {
  /** @type {Element | undefined} */
  let from = element;
  while (from) {
    const found = from.closest('[lang]:not([lang=""])');
    if (found) return /** @type {string} */ (found.getAttribute('lang'));
    from = /** @type {Partial<ShadowRoot>} */ (from.getRootNode()).host;
  }
  return navigator.language;
}
