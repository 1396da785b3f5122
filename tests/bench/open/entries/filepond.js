/** Plain fields, and FilePond in place of the one that takes files. */
import { create } from 'filepond';
import 'filepond/dist/filepond.min.css';

create(/** @type {HTMLInputElement} */ (document.querySelector('input[type=file]')));
