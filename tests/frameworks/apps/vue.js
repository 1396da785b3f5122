import { createApp, h, nextTick, shallowRef } from 'vue';

export function mount(place, { asText, heard, ...given }) {
  const settings = shallowRef(given.settings);
  const config = shallowRef(given.config);
  const app = createApp({
    render: () => {
      const { token, ...attributes } = settings.value;
      return h('div', [
        h('casement-form', {
          ...attributes,
          '.token': token && (() => token),
          // In a template: :config.prop="given", or :config="JSON.stringify(given)".
          ...(asText ? { config: JSON.stringify(config.value) } : { '.config': config.value }),
          'onCasement-ready': heard,
          'onCasement-sent': heard,
          'onCasement-created': heard,
          'onCasement-rejected': heard,
          'onCasement-changed': heard,
          'onCasement-error': heard,
          'data-round': Math.random(),
        }),
      ]);
    },
  });
  app.config.compilerOptions.isCustomElement = (tag) => tag === 'casement-form';
  const instance = app.mount(place);
  return async (change = {}) => {
    settings.value = { ...settings.value, ...change.settings };
    if (config.value || change.config) config.value = { ...config.value, ...change.config };
    instance.$forceUpdate();
    await nextTick();
  };
}
