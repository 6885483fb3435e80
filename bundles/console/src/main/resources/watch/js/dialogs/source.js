// Where the video comes from: the driver, and the settings that it asks for.
import { h, replace } from '../dom.js';
import { has, t } from '../i18n.js';
import { icon } from '../icons.js';
import { field } from './fields.js';

export class SourceForm {
  #drivers;
  #source;
  #isNew;
  #inputs = new Map();

  constructor(drivers, source, isNew) {
    // The one most people want first.
    this.#drivers = [...drivers].sort((a, b) => (b.kind === 'rtsp') - (a.kind === 'rtsp'));
    this.#source = source;
    this.#isNew = isNew;
    const chosen = source.driver || this.#drivers[0]?.kind;
    this.driver = h(
      'select',
      { class: 'select', 'data-testid': 'camera-driver', onchange: () => this.#draw() },
      this.#drivers.map((driver) => h('option', { value: driver.kind, selected: driver.kind === chosen }, translated(`driver.${driver.kind}`, driver.name || driver.kind))),
    );
    if (chosen && !this.#drivers.some((driver) => driver.kind === chosen)) {
      // The driver's bundle may be missing at the moment; the camera keeps what it has.
      this.driver.append(h('option', { value: chosen, selected: true }, chosen));
    }
    this.settings = h('div', { class: 'fields' });
    this.element = h('fieldset', {}, h('legend', {}, icon('gateway'), t('source.title')), h('div', { class: 'fields' }, field('source.driver', t('source.driver'), this.driver)), this.settings);
    this.#draw();
  }

  /** As in the camera's document. Secrets left empty are left out: the gateway then keeps what it has. */
  document() {
    const settings = { ...(this.#inputs.size ? {} : this.#source.settings) };
    for (const [name, { input, setting }] of this.#inputs) {
      const value = setting.type === 'boolean' ? String(input.checked) : input.value.trim();
      if (value !== '' && (value !== setting.default || name in this.#source.settings)) {
        settings[name] = value;
      }
    }
    return { driver: this.driver.value, settings };
  }

  #draw() {
    const driver = this.#drivers.find((one) => one.kind === this.driver.value);
    const present = driver?.kind === this.#source.driver ? this.#source.settings : {};
    this.#inputs.clear();
    this.settings.hidden = !driver?.settings.length;
    replace(
      this.settings,
      (driver?.settings ?? []).map((setting) => {
        const input = this.#input(setting, present[setting.name] ?? setting.default);
        this.#inputs.set(setting.name, { input, setting });
        return this.#field(driver, setting, input);
      }),
    );
    this.settings.style.marginTop = '12px';
  }

  #field(driver, setting, input) {
    const key = `driver.${driver.kind}.${setting.name}`;
    const label = translated(key, setting.title || setting.name);
    const path = `source.settings.${setting.name}`;
    if (setting.type === 'boolean') {
      return h('div', { class: 'field', dataset: { field: path } }, h('label', { class: 'check' }, input, label));
    }
    const hint = setting.secret && !this.#isNew ? t('source.secret.kept') : translated(`${key}.hint`, setting.description);
    return field(path, label + (setting.required ? ' *' : ''), input, { hint, wide: setting.name === 'url' || setting.name === 'path' });
  }

  #input(setting, value) {
    const common = { name: setting.name, 'data-testid': `setting-${setting.name}`, autocomplete: setting.secret ? 'new-password' : 'off' };
    if (setting.type === 'boolean') {
      return h('input', { ...common, type: 'checkbox', checked: value === 'true' });
    }
    if (setting.options?.length) {
      return h('select', { ...common, class: 'select' }, setting.options.map((option) => h('option', { value: option.value, selected: option.value === value }, option.label)));
    }
    const type = setting.secret ? 'password' : setting.type === 'integer' || setting.type === 'number' ? 'number' : 'text';
    return h('input', { ...common, class: 'input', type, value: value ?? '', spellcheck: 'false', placeholder: setting.name === 'url' ? 'rtsp://192.0.2.10:554/stream1' : '' });
  }
}

const translated = (key, otherwise) => (has(key) ? t(key) : otherwise);
