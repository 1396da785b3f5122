import { createElement as h } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

/** A parent that renders anew, with objects made in place as parents do. */
export function mount(place, given) {
  const root = createRoot(place);
  let { asText, config, heard, settings } = given;
  const render = (change = {}) => {
    settings = { ...settings, ...change.settings };
    config = (config || change.config) && { ...config, ...change.config };
    flushSync(() =>
      root.render(
        h('div', null, [
          h('casement-form', {
            key: 'form',
            ...settings,
            token: settings.token && (() => settings.token),
            config: asText ? JSON.stringify(config) : config,
            'oncasement-ready': heard,
            'oncasement-sent': heard,
            'oncasement-created': heard,
            'oncasement-rejected': heard,
            'oncasement-changed': heard,
            'oncasement-error': heard,
          }),
        ]),
      ),
    );
  };
  render();
  return render;
}
