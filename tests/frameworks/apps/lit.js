import { html, nothing, render } from 'lit';

/** Text by the attribute, an object by the property: `config=` and `.config=`. */
export function mount(place, { asText, config, heard, settings }) {
  const draw = (change = {}) => {
    settings = { ...settings, ...change.settings };
    config = (config || change.config) && { ...config, ...change.config };
    const { open, lang, launcher, src, gateway, contact, appearance, token } = settings;
    render(
      html`<casement-form
        ?open=${open}
        lang=${lang}
        launcher=${launcher ?? nothing}
        src=${src ?? nothing}
        gateway=${gateway ?? nothing}
        contact=${contact ?? nothing}
        appearance=${appearance ?? nothing}
        config=${asText && config ? JSON.stringify(config) : nothing}
        .config=${asText ? undefined : config}
        .token=${token && (() => token)}
        @casement-ready=${heard}
        @casement-sent=${heard}
        @casement-created=${heard}
        @casement-rejected=${heard}
        @casement-changed=${heard}
        @casement-error=${heard}
      ></casement-form>`,
      place,
    );
  };
  draw();
  return draw;
}
