import htmx from 'htmx.org';

const quoted = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** The server's markup comes again, and htmx puts it in; a form that is preserved stays the one that it is. */
export function mount(place, { config, heard, settings }) {
  Object.assign(window, { heard });
  htmx.config.includeIndicatorStyles = false;
  const attributes = { ...settings, ...(config && { config: JSON.stringify(config) }) };
  const markup = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => `${name}="${value === true ? '' : quoted(value)}"`)
    .join(' ');
  const form = `<casement-form
    id="form"
    hx-preserve="true"
    hx-on:casement-ready="heard(event)"
    hx-on:casement-sent="heard(event)"
    hx-on:casement-created="heard(event)"
    hx-on:casement-rejected="heard(event)"
    hx-on:casement-changed="heard(event)"
    hx-on:casement-error="heard(event)"
    ${markup}></casement-form>`;
  let round = 0;
  const swap = async () => {
    const words = `<p id="words">${++round}</p>`;
    htmx.swap('#outer', words + form, { swapStyle: 'innerHTML' });
    const shown = () => place.querySelector('#words')?.textContent;
    while (shown() !== `${round}`) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  place.innerHTML = '<div id="outer"></div>';
  return swap().then(() => swap);
}
