import htmx from 'htmx.org';

/** The server's markup comes again, and htmx puts it in. */
export function mount(place, { config, told }) {
  place.addEventListener('casement-ready', () => told('ready'));
  place.addEventListener('casement-created', (event) => told(event.detail.caseNumber));
  place.innerHTML = '<div id="outer"><p id="words"></p></div>';
  const form = document.createElement('casement-form');
  for (const [name, value] of Object.entries({
    open: '',
    lang: 'es',
    config: JSON.stringify(config),
  }))
    form.setAttribute(name, value);
  form.setAttribute('hx-preserve', 'true');
  form.id = 'form';
  place.querySelector('#outer').append(form);
  htmx.config.includeIndicatorStyles = false;
  let round = 0;
  return async () => {
    htmx.swap(
      '#outer',
      `<p id="words">${++round}</p><casement-form id="form" hx-preserve="true"></casement-form>`,
      {
        swapStyle: 'innerHTML',
      },
    );
    const words = () => place.querySelector('#words')?.textContent;
    while (words() !== `${round}`) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
}
