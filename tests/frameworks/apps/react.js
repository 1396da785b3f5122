import { createElement as h } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

/** A parent that renders anew, with objects made in place as parents do. */
export function mount(place, { asText, config, told }) {
  const root = createRoot(place);
  const render = (title) => {
    const given = { ...config, ...(title && { title }) };
    flushSync(() =>
      root.render(
        h('div', null, [
          h('casement-form', {
            key: 'form',
            open: true,
            lang: 'es',
            config: asText ? JSON.stringify(given) : given,
            'oncasement-ready': () => told('ready'),
            'oncasement-created': (event) => told(event.detail.caseNumber),
          }),
        ]),
      ),
    );
  };
  render();
  return render;
}
