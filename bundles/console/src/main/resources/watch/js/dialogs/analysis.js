// One analysis of a camera: model, rate, what to report, and where to look.
import { h, replace, uniqueId } from '../dom.js';
import { t } from '../i18n.js';
import { icon } from '../icons.js';
import { DrawingBoard } from './drawing-board.js';
import { field } from './fields.js';

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

export class AnalysisForm {
  #gateway;
  #camera;
  #places;
  #board = null;

  /** @param {string} camera whose live picture to draw on; empty for one that is not there yet */
  constructor(gateway, camera, document, onRemove) {
    this.#gateway = gateway;
    this.#camera = camera;
    const models = [...gateway.models.values()].sort((a, b) => a.name.localeCompare(b.name));
    const start = document ?? { model: models[0]?.id ?? '', framesPerSecond: 5, region: WHOLE, scoreThreshold: -1, labels: [], zones: [], lines: [] };
    this.#places = { region: { ...WHOLE, ...start.region }, zones: structuredClone(start.zones ?? []), lines: structuredClone(start.lines ?? []) };
    this.model = h('select', { class: 'select', 'data-testid': 'analysis-model', onchange: () => this.#fillLabels() }, models.map((model) => h('option', { value: model.id, selected: model.id === start.model }, `${model.name} ${model.version ?? ''}`.trim())));
    if (start.model && !models.some((model) => model.id === start.model)) {
      this.model.append(h('option', { value: start.model, selected: true }, start.model));
    }
    this.rate = h('input', { class: 'input', type: 'number', min: '0', max: '1000', step: 'any', value: String(start.framesPerSecond ?? 5) });
    this.score = h('input', { class: 'input', type: 'number', min: '0', max: '100', step: 'any', placeholder: t('analysis.score.model'), value: start.scoreThreshold >= 0 ? String(+(start.scoreThreshold * 100).toFixed(2)) : '' });
    const list = uniqueId('labels');
    this.labelNames = h('datalist', { id: list });
    this.labels = h('input', { class: 'input', list, value: (start.labels ?? []).join(', '), placeholder: t('analysis.labels.all'), autocomplete: 'off' });
    this.drawing = h('div');
    this.drawButton = h('button', { class: 'button', type: 'button', 'aria-expanded': 'false', 'data-testid': 'draw', onclick: () => this.#toggleBoard() }, icon('zone'), t('analysis.draw'));
    this.places = h('span', { class: 'faint' });
    this.element = h('section', { class: 'analysis', 'data-testid': 'analysis' });
    this.#onRemove = onRemove;
    this.#fillLabels();
    this.#countPlaces();
  }

  #onRemove;

  dispose() {
    this.#board?.dispose();
    this.#board = null;
  }

  /** Where in the camera's document this stands. */
  setPath(path) {
    this.element.dataset.field = path;
    this.drawing.dataset.field = `${path}.region`;
    replace(
      this.element,
      h(
        'div',
        { class: 'analysis-head' },
        this.drawButton,
        this.places,
        h('span', { class: 'spacer' }),
        h('button', { class: 'icon-button quiet', type: 'button', title: t('analysis.remove'), 'aria-label': t('analysis.remove'), onclick: this.#onRemove }, icon('remove')),
      ),
      h(
        'div',
        { class: 'fields' },
        field(`${path}.model`, t('analysis.model'), this.model),
        field(`${path}.framesPerSecond`, t('analysis.rate'), this.rate, { hint: t('analysis.rate.hint') }),
        field(`${path}.scoreThreshold`, t('analysis.score'), this.score),
        field(`${path}.labels`, t('analysis.labels'), this.labels, { hint: t('analysis.labels.hint') }),
      ),
      this.labelNames,
      this.drawing,
    );
  }

  document() {
    const score = this.score.value.trim();
    return {
      model: this.model.value,
      framesPerSecond: Number(this.rate.value),
      region: this.#places.region,
      scoreThreshold: score === '' ? -1 : Number(score) / 100,
      labels: this.labels.value.split(/[,，]/).map((label) => label.trim()).filter(Boolean),
      zones: this.#places.zones,
      lines: this.#places.lines,
    };
  }

  #fillLabels() {
    const labels = this.#gateway.models.get(this.model.value)?.labels ?? [];
    replace(this.labelNames, labels.map((label) => h('option', { value: label })));
  }

  #countPlaces() {
    const { zones, lines } = this.#places;
    this.places.textContent = zones.length + lines.length ? t('analysis.places', { zones: zones.length, lines: lines.length }) : '';
  }

  #toggleBoard() {
    const open = this.#board === null;
    this.drawButton.setAttribute('aria-expanded', String(open));
    if (open) {
      this.#board = new DrawingBoard(this.#gateway, this.#camera, this.#places, () => this.#countPlaces());
      replace(this.drawing, this.#board.element);
    } else {
      this.dispose();
      replace(this.drawing);
    }
  }
}
