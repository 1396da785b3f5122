/** Now, as the person writes dates and times. */

/**
 * @param {string} tag of the form's language: "es"
 * @param {string} page the page's own, as it wrote it: "es-CO", "es_CO", "es_CO.UTF-8", "es--CO"
 */
export function localTime(tag, page) {
  const wanted = page.replace(/[.@].*/, '').replaceAll('_', '-');
  // The page's own variant, where it is the same language; what is no tag at all is left aside.
  const tags = wanted.toLowerCase().startsWith(tag) ? [wanted, tag] : [tag];
  const now = new Date();
  for (const language of [...tags, undefined])
    try {
      return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
        now,
      );
    } catch {
      continue;
    }
  return now.toISOString().slice(0, 16).replace('T', ' ');
}
