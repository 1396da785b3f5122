import { html, render } from 'lit';

export function mount(place, { asText, config, told }) {
  const draw = (title) => {
    const given = { ...config, ...(title && { title }) };
    const ready = () => told('ready');
    const created = (event) => told(event.detail.caseNumber);
    render(
      asText
        ? html`<casement-form
            open
            lang="es"
            config=${JSON.stringify(given)}
            @casement-ready=${ready}
            @casement-created=${created}
          ></casement-form>`
        : html`<casement-form
            open
            lang="es"
            .config=${given}
            @casement-ready=${ready}
            @casement-created=${created}
          ></casement-form>`,
      place,
    );
  };
  draw();
  return draw;
}
