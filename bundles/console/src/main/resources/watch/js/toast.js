// Short messages that go away by themselves.
import { h } from './dom.js';
import { statusText } from './i18n.js';
import { icon } from './icons.js';

const SHOWN_MS = 6000;

let area = null;

export function toast(kind, message, remedy = '') {
  if (!area?.isConnected) {
    area = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
    document.body.append(area);
  }
  const element = h('div', { class: 'toast', dataset: { kind, testid: 'toast' } }, icon(kind === 'error' ? 'failed' : 'ok'), h('div', {}, h('div', {}, message), remedy && h('div', { class: 'faint' }, remedy)));
  area.append(element);
  setTimeout(() => element.remove(), SHOWN_MS);
}

export function toastProblem(problem) {
  const { message, remedy } = statusText(problem);
  toast('error', message, remedy);
}
