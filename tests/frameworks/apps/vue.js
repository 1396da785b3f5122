import { createApp, h, nextTick, shallowRef } from 'vue';

export function mount(place, { asText, config, told }) {
  const title = shallowRef();
  const app = createApp({
    render: () => {
      const given = { ...config, ...(title.value && { title: title.value }) };
      return h('div', [
        h('casement-form', {
          open: true,
          lang: 'es',
          // In a template: :config.prop="given", or :config="JSON.stringify(given)".
          ...(asText ? { config: JSON.stringify(given) } : { '.config': given }),
          'onCasement-ready': () => told('ready'),
          'onCasement-created': (event) => told(event.detail.caseNumber),
          'data-round': Math.random(),
        }),
      ]);
    },
  });
  app.config.compilerOptions.isCustomElement = (tag) => tag === 'casement-form';
  const instance = app.mount(place);
  return async (other) => {
    if (other) title.value = other;
    instance.$forceUpdate();
    await nextTick();
  };
}
