import {
  ApplicationRef,
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  inject,
  InjectionToken,
  signal,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';

interface Given {
  config?: object;
  asText: boolean;
  settings: { [name: string]: any };
  heard: (event: Event) => void;
}

const parent = new InjectionToken<Given>('what the parent gives');

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    @let set = settings();
    @if (asText) {
      <casement-form
        [attr.open]="set['open'] ? '' : null"
        [attr.lang]="set['lang']"
        [attr.launcher]="set['launcher']"
        [attr.src]="set['src']"
        [attr.gateway]="set['gateway']"
        [attr.contact]="set['contact']"
        [attr.appearance]="set['appearance']"
        [token]="token"
        [attr.config]="text()"
        (casement-ready)="heard($event)"
        (casement-sent)="heard($event)"
        (casement-created)="heard($event)"
        (casement-rejected)="heard($event)"
        (casement-changed)="heard($event)"
        (casement-error)="heard($event)"
      ></casement-form>
    } @else {
      <casement-form
        [open]="set['open']"
        [lang]="set['lang']"
        [attr.launcher]="set['launcher']"
        [attr.src]="set['src']"
        [attr.gateway]="set['gateway']"
        [attr.contact]="set['contact']"
        [attr.appearance]="set['appearance']"
        [token]="token"
        [config]="config()"
        (casement-ready)="heard($event)"
        (casement-sent)="heard($event)"
        (casement-created)="heard($event)"
        (casement-rejected)="heard($event)"
        (casement-changed)="heard($event)"
        (casement-error)="heard($event)"
      ></casement-form>
    }
  `,
})
class App {
  given = inject(parent);
  asText = this.given.asText;
  heard = this.given.heard;
  settings = signal(this.given.settings);
  config = signal(this.given.config);
  token = this.given.settings['token'] && (() => this.settings()['token']);
  text = () => JSON.stringify(this.config());
}

export async function mount(place: HTMLElement, given: Given) {
  place.append(document.createElement('app-root'));
  const application: ApplicationRef = await bootstrapApplication(App, {
    providers: [{ provide: parent, useValue: given }],
  });
  const { instance } = application.components[0];
  return ({ config, settings }: Partial<Given> = {}) => {
    instance.settings.update((before: object) => ({ ...before, ...settings }));
    instance.config.update((before?: object) => (config || before) && { ...before, ...config });
    application.tick();
  };
}
