// The frame around every view: header, navigation, state of the system, loss of the connection.
import { openCameraDialog } from './dialogs/camera.js';
import { h, replace } from './dom.js';
import { clock } from './format.js';
import { currentLanguage, LANGUAGES, switchLanguage, t } from './i18n.js';
import { healthIcon, icon } from './icons.js';
import { remember } from './preferences.js';
import { currentRoute } from './route.js';
import { worstHealth } from './health.js';
import { CameraView } from './views/camera.js';
import { LinksView } from './views/links.js';
import { LiveView } from './views/live.js';
import { ResourcesView } from './views/resources.js';
import { ResultsView } from './views/results.js';
import { StatusView } from './views/status.js';

const VIEWS = { live: LiveView, camera: CameraView, results: ResultsView, resources: ResourcesView, links: LinksView, status: StatusView };
const NAVIGATION = [
  ['live', 'live'],
  ['results', 'results'],
  ['resources', 'chip'],
  ['links', 'links'],
  ['status', 'status'],
];

export class Shell {
  #gateway;
  #view = null;
  #key = '';

  constructor(gateway) {
    this.#gateway = gateway;
    window.addEventListener('hashchange', () => this.#route());
    gateway.on('connection', (connected) => this.#connection(connected));
    gateway.on('statuses', () => this.#drawBadge());
    setInterval(() => this.#tick(), 1000);
  }

  /** Builds everything anew, in the present language. */
  show() {
    this.main = h('main', { class: 'view', id: 'view', tabindex: '-1' });
    this.banner = h('div', { class: 'banner', role: 'alert', hidden: true, 'data-testid': 'connection-lost' }, icon('warning'), t('connection.lost'));
    this.badge = h('a', { class: 'system-badge', href: '#/status', 'data-testid': 'system-badge' });
    this.clock = h('span', { class: 'clock', 'aria-hidden': 'true' });
    replace(document.body, h('div', { class: 'shell' }, this.#header(), this.banner, this.main));
    this.#key = '';
    this.#connection(this.#gateway.connected);
    this.#drawBadge();
    this.#tick();
    this.#route();
  }

  #header() {
    this.navigation = NAVIGATION.map(([view, glyph]) => h('a', { href: `#/${view}`, dataset: { view, testid: `nav-${view}` } }, icon(glyph), h('span', {}, t(`nav.${view}`))));
    return h(
      'header',
      { class: 'header' },
      h('a', { class: 'brand', href: '#/live' }, h('img', { src: 'icon.svg', alt: '' }), 'Sluice'),
      h('nav', { class: 'nav', 'aria-label': t('nav.label') }, this.navigation),
      h('span', { class: 'spacer' }),
      this.clock,
      this.badge,
      this.#languageButton(),
      this.#themeButton(),
      h('button', { class: 'button primary add-camera', type: 'button', 'data-testid': 'add-camera', onclick: () => openCameraDialog(this.#gateway), 'aria-label': t('camera.add') }, icon('add'), h('span', {}, t('camera.add'))),
    );
  }

  #languageButton() {
    const other = currentLanguage() === 'en' ? 'zh-CN' : 'en';
    return h(
      'button',
      {
        class: 'icon-button quiet',
        type: 'button',
        lang: other,
        title: LANGUAGES[other],
        'aria-label': LANGUAGES[other],
        'data-testid': 'language',
        onclick: async () => {
          await switchLanguage(other);
          this.show();
        },
      },
      icon('language'),
    );
  }

  #themeButton() {
    const button = h('button', { class: 'icon-button quiet', type: 'button', 'data-testid': 'theme' });
    const draw = () => {
      const light = document.documentElement.dataset.theme === 'light';
      const label = t(light ? 'theme.dark' : 'theme.light');
      button.title = label;
      button.setAttribute('aria-label', label);
      replace(button, icon(light ? 'moon' : 'sun'));
    };
    button.addEventListener('click', () => {
      const next = document.documentElement.dataset.theme === 'light' ? 'dark' : 'light';
      document.documentElement.dataset.theme = next;
      remember('theme', next);
      draw();
    });
    draw();
    return button;
  }

  #route() {
    const route = currentRoute();
    const key = `${route.view}/${route.id}`;
    if (key === this.#key && this.#view?.routed) {
      this.#view.routed(route); // same view, other moment
      return;
    }
    this.#key = key;
    this.#view?.dispose();
    const View = VIEWS[route.view] ?? LiveView;
    this.#view = new View(this.#gateway, route);
    replace(this.main, this.#view.element);
    this.main.scrollTop = 0;
    for (const link of this.navigation) {
      const current = link.dataset.view === route.view || (link.dataset.view === 'live' && route.view === 'camera');
      current ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
    }
    document.title = `${this.#view.title} · Sluice`;
  }

  #connection(connected) {
    this.banner.hidden = connected !== false;
    document.documentElement.dataset.connected = String(connected === true);
  }

  #drawBadge() {
    const statuses = [...this.#gateway.statuses.values()];
    const { health, count } = worstHealth(statuses);
    const text = t(`badge.${health}`, { count });
    this.badge.dataset.health = health;
    this.badge.setAttribute('aria-label', text);
    replace(this.badge, healthIcon(health), h('span', { class: 'system-text' }, text));
  }

  #tick() {
    this.clock.textContent = clock(Date.now());
  }
}
