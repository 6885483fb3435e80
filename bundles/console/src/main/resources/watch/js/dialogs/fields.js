// Form fields that know the path of what they ask for, so that a problem is shown where it belongs.
import { h, uniqueId } from '../dom.js';
import { icon } from '../icons.js';

/**
 * @param {string} path within the camera's document, such as `source.settings.url`
 * @param {string} label
 * @param {HTMLElement} input
 * @param {{hint?: string, wide?: boolean}} options
 */
export function field(path, label, input, { hint = '', wide = false } = {}) {
  const id = uniqueId('field');
  input.id = id;
  if (hint) {
    input.setAttribute('aria-describedby', `${id}-hint`);
  }
  return h('div', { class: `field${wide ? ' wide' : ''}`, dataset: { field: path } }, h('label', { for: id }, label), input, hint && h('span', { class: 'hint', id: `${id}-hint` }, hint));
}

export function check(path, label, checked, testid) {
  const input = h('input', { type: 'checkbox', checked, 'data-testid': testid });
  return { input, element: h('div', { class: 'field', dataset: { field: path } }, h('label', { class: 'check' }, input, label)) };
}

export function clearErrors(form) {
  form.querySelectorAll('.error').forEach((error) => error.remove());
  form.querySelectorAll('[aria-invalid]').forEach((input) => input.removeAttribute('aria-invalid'));
}

/**
 * Shows what is wrong at the field of this path, or at the nearest that encloses it.
 *
 * @returns whether there is such a field
 */
export function showError(form, path, message) {
  const element = nearest([...form.querySelectorAll('[data-field]')], path);
  if (!element) {
    return false;
  }
  const input = element.querySelector('input, select, textarea');
  const id = uniqueId('error');
  element.append(h('div', { class: 'error', id, role: 'alert', 'data-testid': 'field-error' }, message));
  if (input) {
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-errormessage', id);
    input.focus();
  }
  element.scrollIntoView({ block: 'center' });
  return true;
}

function nearest(elements, path) {
  for (let wanted = path; wanted; wanted = wanted.replace(/(\.[^.[]+|\[\d+\]|^[^.[]+)$/, '')) {
    const found = elements.find((element) => element.dataset.field === wanted);
    if (found) {
      return found;
    }
  }
  return undefined;
}

export function errorBox(message, remedy) {
  return h('div', { class: 'form-error', role: 'alert', 'data-testid': 'form-error' }, icon('failed'), h('div', {}, h('p', {}, message), remedy && h('p', {}, remedy)));
}
