// Adds a camera, changes it, removes it.
import { api } from '../api.js';
import { h, replace } from '../dom.js';
import { statusText, t } from '../i18n.js';
import { icon } from '../icons.js';
import { go } from '../route.js';
import { toast, toastProblem } from '../toast.js';
import { AnalysisForm } from './analysis.js';
import { confirm, openDialog } from './dialog.js';
import { check, clearErrors, errorBox, field, showError } from './fields.js';
import { SourceForm } from './source.js';

const NEW = { id: '', name: '', source: { driver: '', settings: {} }, recording: { enabled: true, segmentSeconds: 10, maxAgeHours: 168 }, analyses: [] };

/** @param {object} [camera] to change; a new one otherwise */
export async function openCameraDialog(gateway, camera) {
  try {
    const drivers = await api.drivers();
    new CameraDialog(gateway, drivers, camera);
  } catch (problem) {
    toastProblem(problem);
  }
}

class CameraDialog {
  #gateway;
  #isNew;
  #camera;
  #analyses = [];

  constructor(gateway, drivers, camera) {
    this.#gateway = gateway;
    this.#isNew = camera === undefined;
    this.#camera = camera ?? NEW;
    this.#build(drivers);
    this.saveButton = h('button', { class: 'button primary', type: 'submit', 'data-testid': 'save-camera' }, t(this.#isNew ? 'camera.add' : 'dialog.save'));
    this.dialog = openDialog(
      this.#isNew ? t('camera.add.title') : t('camera.edit.title', { name: this.#camera.name }),
      this.body,
      [
        !this.#isNew && h('button', { class: 'button quiet danger', type: 'button', 'data-testid': 'remove-camera', onclick: () => this.#remove() }, icon('remove'), t('camera.remove')),
        h('span', { class: 'spacer' }),
        h('button', { class: 'button', type: 'button', onclick: () => this.dialog.close() }, t('dialog.cancel')),
        this.saveButton,
      ],
      { testid: 'camera-dialog', onSubmit: () => this.#save(), onClose: () => this.#analyses.forEach((analysis) => analysis.dispose()) },
    );
    (this.#isNew ? this.name : this.saveButton).focus();
  }

  #build(drivers) {
    const { recording } = this.#camera;
    this.id = h('input', { class: 'input', name: 'id', value: this.#camera.id, maxlength: '63', readonly: !this.#isNew, autocomplete: 'off', spellcheck: 'false', 'data-testid': 'camera-id' });
    this.name = h('input', { class: 'input', name: 'name', value: this.#camera.name, maxlength: '200', autocomplete: 'off', 'data-testid': 'camera-name', oninput: () => this.#suggestId() });
    this.source = new SourceForm(drivers, this.#camera.source, this.#isNew);
    this.recording = check('recording.enabled', t('recording.enabled'), recording.enabled, 'recording-enabled');
    this.maxAge = h('input', { class: 'input', type: 'number', min: '0', step: 'any', value: String(+(recording.maxAgeHours / 24).toFixed(3)) });
    this.segment = h('input', { class: 'input', type: 'number', min: '1', max: '3600', value: String(recording.segmentSeconds) });
    this.analysisList = h('div');
    this.errors = h('div');
    this.body = h(
      'div',
      {},
      this.errors,
      h('fieldset', {}, h('legend', {}, icon('live'), t('camera.general')), h('div', { class: 'fields' }, field('name', t('camera.name'), this.name), field('id', t('camera.id'), this.id, { hint: this.#isNew ? t('camera.id.hint') : '' }))),
      this.source.element,
      h(
        'fieldset',
        {},
        h('legend', {}, icon('recorder'), t('recording.title')),
        h('div', { class: 'fields' }, this.recording.element, h('span'), field('recording.maxAgeHours', t('recording.maxAge'), this.maxAge, { hint: t('recording.maxAge.hint') }), field('recording.segmentSeconds', t('recording.segment'), this.segment)),
      ),
      h(
        'fieldset',
        {},
        h('legend', {}, icon('results'), t('analyses.title'), h('span', { class: 'spacer' }), h('button', { class: 'button', type: 'button', 'data-testid': 'add-analysis', onclick: () => this.#addAnalysis() }, icon('add'), t('analyses.add'))),
        this.analysisList,
      ),
    );
    this.#camera.analyses.forEach((analysis) => this.#addAnalysis(analysis));
    this.#drawAnalyses();
  }

  /** A name is enough to begin with; who knows better writes an id of their own. */
  #suggestId() {
    if (!this.#isNew || this.id.dataset.own) {
      return;
    }
    this.id.addEventListener('input', () => (this.id.dataset.own = 'yes'), { once: true });
    this.id.value = this.name.value.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 63);
  }

  #addAnalysis(document) {
    const form = new AnalysisForm(this.#gateway, this.#isNew ? '' : this.#camera.id, document, () => {
      form.dispose();
      this.#analyses.splice(this.#analyses.indexOf(form), 1);
      this.#drawAnalyses();
    });
    this.#analyses.push(form);
    this.#drawAnalyses();
  }

  #drawAnalyses() {
    this.#analyses.forEach((form, index) => form.setPath(`analyses[${index}]`));
    replace(this.analysisList, this.#analyses.length ? this.#analyses.map((form) => form.element) : h('p', { class: 'faint' }, t('analyses.none')));
  }

  #document() {
    return {
      id: this.id.value.trim(),
      name: this.name.value.trim() || this.id.value.trim(),
      source: this.source.document(),
      recording: { enabled: this.recording.input.checked, segmentSeconds: Number(this.segment.value), maxAgeHours: Math.round(Number(this.maxAge.value) * 24) },
      analyses: this.#analyses.map((form) => form.document()),
    };
  }

  async #save() {
    clearErrors(this.body);
    replace(this.errors);
    this.saveButton.disabled = true;
    try {
      const document = this.#document();
      await (this.#isNew ? api.addCamera(document) : api.changeCamera(document));
      this.dialog.close();
      toast('done', t(this.#isNew ? 'camera.added' : 'camera.saved', { name: document.name }));
    } catch (problem) {
      this.#show(problem);
    } finally {
      this.saveButton.disabled = false;
    }
  }

  #show(problem) {
    const { message, remedy } = statusText(problem);
    if (!problem.field || !showError(this.body, problem.field, message)) {
      replace(this.errors, errorBox(message, remedy));
      this.errors.scrollIntoView({ block: 'nearest' });
    }
  }

  async #remove() {
    if (!(await confirm(t('camera.remove'), t('camera.remove.question', { name: this.#camera.name }), t('camera.remove')))) {
      return;
    }
    try {
      await api.removeCamera(this.#camera.id);
      this.dialog.close();
      toast('done', t('camera.removed', { name: this.#camera.name }));
      go('#/live');
    } catch (problem) {
      this.#show(problem);
    }
  }
}
