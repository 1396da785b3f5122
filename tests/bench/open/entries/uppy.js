/** Plain fields, and Uppy's dashboard in place of the one that takes files. */
import Uppy from '@uppy/core';
import Dashboard from '@uppy/dashboard';
import '@uppy/core/css/style.min.css';
import '@uppy/dashboard/css/style.min.css';

const input = /** @type {HTMLInputElement} */ (document.querySelector('input[type=file]'));
const place = document.createElement('div');
input.replaceWith(place);
new Uppy().use(Dashboard, { target: place, inline: true, width: '100%', height: 220 });
