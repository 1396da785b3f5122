/** The same fields as SurveyJS draws them, by its documented import. */
import { Model } from 'survey-core';
import 'survey-core/survey-core.fontless.min.css';
import 'survey-js-ui';

import { fields } from '../fields.mjs';

/** @param {import('../fields.mjs').Field} field */
function question({ name, label, kind, options, value }) {
  const shared = { name, title: label, defaultValue: value };
  if (kind === 'choice')
    return { ...shared, type: 'dropdown', renderAs: 'select', choices: options };
  if (kind === 'lines') return { ...shared, type: 'comment' };
  if (kind === 'file') return { ...shared, type: 'file', allowMultiple: true };
  return { ...shared, type: 'text', inputType: kind };
}

const survey = new Model({ completeText: 'Send case', elements: fields.map(question) });
/** @type {any} */ (survey).render(document.querySelector('#form'));
