// A modal dialog that cleans up after itself; the platform's own keeps the focus inside and closes on Escape.
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { icon } from '../icons.js';

/**
 * @param {string} title
 * @param {Node} body
 * @param {Array<Node>} buttons
 * @param {{small?: boolean, testid?: string, onClose?: () => void, onSubmit?: () => void}} options
 */
export function openDialog(title, body, buttons, { small = false, testid = 'dialog', onClose = () => {}, onSubmit = () => {} } = {}) {
  const dialog = h(
    'dialog',
    { class: small ? 'small' : '', 'aria-label': title, 'data-testid': testid },
    h(
      'form',
      {
        method: 'dialog',
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          onSubmit();
        },
      },
      h('div', { class: 'dialog-head' }, h('h2', {}, title), h('span', { class: 'spacer' }), h('button', { class: 'icon-button quiet', type: 'button', 'aria-label': t('dialog.close'), onclick: () => dialog.close() }, icon('close'))),
      h('div', { class: 'dialog-body' }, body),
      h('div', { class: 'dialog-foot' }, buttons),
    ),
  );
  dialog.addEventListener('close', () => {
    onClose();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks before something cannot be undone. */
export function confirm(title, text, action) {
  return new Promise((resolve) => {
    const dialog = openDialog(
      title,
      h('p', {}, text),
      [
        h('span', { class: 'spacer' }),
        h('button', { class: 'button', type: 'button', onclick: () => dialog.close() }, t('dialog.cancel')),
        h('button', { class: 'button danger', type: 'button', 'data-testid': 'confirm', onclick: () => dialog.close('yes') }, action),
      ],
      { small: true, testid: 'confirm-dialog', onClose: () => resolve(dialog.returnValue === 'yes') },
    );
  });
}
