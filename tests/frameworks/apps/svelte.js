import { flushSync, mount as mountSvelte } from 'svelte';
import Form from './Form.svelte';

export function mount(place, given) {
  const parent = {};
  mountSvelte(Form, { target: place, props: { ...given, parent } });
  flushSync();
  return (change) => flushSync(() => parent.render(change));
}
