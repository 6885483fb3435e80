// Jobs that make models smaller: what runs, what came of it with its figures, and a form for another one.
import { api } from './api.js';
import { clearErrors, errorBox, field, showError } from './dialogs/fields.js';
import { openDialog } from './dialogs/dialog.js';
import { h, replace } from './dom.js';
import { instant, percent, when } from './format.js';
import { has, statusText, t } from './i18n.js';
import { icon } from './icons.js';

const HOUR_MS = 3600000;
const HEALTH = { DONE: 'OK', REFUSED: 'DEGRADED', INTERRUPTED: 'DEGRADED', FAILED: 'FAILED', RUNNING: 'UNKNOWN', WAITING: 'UNKNOWN', CANCELLED: 'DISABLED' };
const REPEATABLE = ['REFUSED', 'FAILED', 'CANCELLED', 'INTERRUPTED'];

export class CompressionPanel {
  #gateway;
  #jobs = [];

  constructor(gateway) {
    this.#gateway = gateway;
    this.list = h('ul', { class: 'leases', 'data-testid': 'compressions' });
    this.problem = h('div', {});
    this.element = h('div', {}, h('p', {}, h('button', { class: 'button', type: 'button', 'data-testid': 'compress', onclick: () => this.#open() }, icon('model'), t('compression.new'))), this.problem, this.list);
  }

  async refresh() {
    this.#jobs = await api.compressions();
    replace(this.list, this.#jobs.length ? this.#jobs.map((job) => this.#job(job)) : h('li', { class: 'faint' }, t('compression.none')));
  }

  #job({ id, state, phase, progress, created, request, figures, result, problem }) {
    const running = state === 'RUNNING' || state === 'WAITING';
    return h(
      'li',
      { dataset: { testid: 'compression', id, state } },
      h('div', { class: 'compression-head' }, h('b', {}, `${request.algorithm} ${request.version}`), h('span', {}, request.model), h('span', { class: 'pill', dataset: { health: HEALTH[state] ?? 'UNKNOWN' } }, word('compression.state', state)), h('span', { class: 'faint' }, when(instant(created))), h('span', { class: 'spacer' }), this.#buttons(id, state, running)),
      state === 'RUNNING' && h('p', {}, `${word('compression.phase', phase)} · ${percent(progress)}`),
      figures?.agreement && h('p', { 'data-testid': 'compression-figures' }, measured(figures)),
      result && h('p', {}, t('compression.made', { version: result.version })),
      problem && explained(problem),
    );
  }

  #buttons(id, state, running) {
    return [
      REPEATABLE.includes(state) && h('button', { class: 'button', type: 'button', 'data-testid': 'compression-repeat', onclick: () => this.#do(() => api.repeatCompression(id)) }, t('compression.repeat')),
      h('button', { class: 'button', type: 'button', 'data-testid': 'compression-remove', onclick: () => this.#do(() => api.removeCompression(id)) }, t(running ? 'compression.cancel' : 'compression.forget')),
    ];
  }

  async #do(action) {
    try {
      await action();
      await this.refresh();
      replace(this.problem);
    } catch (problem) {
      const { message, remedy } = statusText(problem);
      replace(this.problem, errorBox(message, remedy));
    }
  }

  #open() {
    const models = [...(this.#gateway.models?.values() ?? [])];
    const algorithm = choice('compress-algorithm', models.map((model) => [model.id, `${model.name} ${model.version}`]));
    const camera = choice('compress-camera', this.#gateway.cameraList().map((one) => [one.id, one.name]));
    const method = choice('compress-method', [['static', t('compression.method.static')], ['dynamic', t('compression.method.dynamic')]]);
    const hours = number('compress-hours', 24, { min: 1, max: 8760 });
    const count = number('compress-count', 60, { min: 6, max: 400 });
    const agreement = number('compress-agreement', 98, { min: 0, max: 100, step: 'any' });
    const speedup = number('compress-speedup', 1.25, { min: 0.01, max: 1000, step: 'any' });
    const error = h('div', {});
    const body = h(
      'div',
      { class: 'fields' },
      error,
      field('algorithm', t('compression.algorithm'), algorithm),
      field('frames.camera', t('compression.camera'), camera),
      field('method', t('compression.method'), method),
      field('frames.from', t('compression.hours'), hours),
      field('frames.count', t('compression.count'), count, { hint: t('compression.count.hint') }),
      field('bounds.agreement', t('compression.agreement'), agreement),
      field('bounds.speedup', t('compression.speedup'), speedup),
    );
    const send = async () => {
      clearErrors(body);
      replace(error);
      const to = Date.now();
      try {
        await api.compress({
          algorithm: algorithm.value,
          method: method.value,
          frames: { camera: camera.value, from: new Date(to - Number(hours.value) * HOUR_MS).toISOString(), to: new Date(to).toISOString(), count: Number(count.value) },
          bounds: { agreement: Number(agreement.value) / 100, speedup: Number(speedup.value) },
        });
        dialog.close();
        await this.refresh();
      } catch (problem) {
        const { message, remedy } = statusText(problem);
        if (!problem.field || !showError(body, problem.field, message)) {
          replace(error, errorBox(message, remedy));
        }
      }
    };
    const buttons = [h('span', { class: 'spacer' }), h('button', { class: 'button primary', type: 'submit', 'data-testid': 'compress-start' }, t('compression.start'))];
    const dialog = openDialog(t('compression.new'), body, buttons, { testid: 'compress-dialog', onSubmit: send });
  }
}

/** Agreement and time, on the device where that was measured. */
function measured({ agreement, device, processor, bytes }) {
  const time = device ?? processor;
  return t('compression.figures', {
    agreed: agreement.agreed,
    compared: agreement.compared,
    share: `${(100 * agreement.share).toFixed(2)}%`,
    before: time.float32Millis.toFixed(2),
    after: time.int8Millis.toFixed(2),
    large: Math.round(bytes.before / 1000),
    small: Math.round(bytes.after / 1000),
  });
}

function explained(problem) {
  const { message, remedy } = statusText(problem);
  return h('p', { 'data-testid': 'compression-problem' }, message, remedy && h('span', { class: 'faint' }, ` ${remedy}`));
}

const word = (prefix, name) => (has(`${prefix}.${name}`) ? t(`${prefix}.${name}`) : name);

const choice = (testid, options) => h('select', { 'data-testid': testid }, options.map(([value, text]) => h('option', { value }, text)));

const number = (testid, value, limits) => h('input', { type: 'number', value: String(value), 'data-testid': testid, ...limits });
