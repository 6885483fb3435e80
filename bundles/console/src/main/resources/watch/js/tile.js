// One camera in the grid.
import { openCameraDialog } from './dialogs/camera.js';
import { Disposables } from './emitter.js';
import { h } from './dom.js';
import { bitRate } from './format.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { LivePicture } from './live-picture.js';
import { cameraRoute } from './route.js';

export class Tile {
  #gateway;
  #camera;
  #own = new Disposables();

  constructor(gateway, camera) {
    this.#gateway = gateway;
    this.#camera = camera;
    this.picture = new LivePicture(gateway, camera);
    this.#own.add(() => this.picture.dispose());
    this.name = h('a', { class: 'tile-name', href: cameraRoute(camera) });
    this.mark = h('span', { class: 'live-mark' });
    this.rate = h('span', { class: 'tile-rate' });
    const link = h('a', { class: 'tile-open', href: cameraRoute(camera), tabindex: '-1', 'aria-hidden': 'true' });
    this.element = h(
      'article',
      { class: 'tile', dataset: { camera, testid: 'tile' } },
      this.picture.element,
      link,
      h(
        'div',
        { class: 'tile-bar' },
        this.mark,
        this.name,
        this.rate,
        h(
          'div',
          { class: 'tile-tools' },
          this.#tool('edit', 'camera.edit', () => openCameraDialog(this.#gateway, this.#gateway.cameras.get(camera))),
          this.#tool('expand', 'picture.fullscreen', () => this.element.requestFullscreen()),
        ),
      ),
    );
    this.#own.add(gateway.on('cameras', () => this.#draw()));
    this.#own.add(gateway.on('statuses', () => this.#draw()));
    this.#own.listen(this.picture.element, 'statechange', () => this.#draw());
    this.#own.every(2000, () => this.#drawRate());
    this.#draw();
  }

  dispose() {
    this.#own.dispose();
  }

  #tool(glyph, label, action) {
    return h('button', { class: 'icon-button', type: 'button', title: t(label), 'aria-label': `${t(label)}: ${this.#gateway.nameOf(this.#camera)}`, 'data-testid': `tile-${glyph}`, onclick: action }, icon(glyph));
  }

  #draw() {
    const live = this.picture.state === 'live';
    this.name.textContent = this.#gateway.nameOf(this.#camera);
    this.element.dataset.health = this.#gateway.statusOf('camera', this.#camera)?.health ?? '';
    this.element.dataset.state = this.picture.state;
    this.mark.textContent = live ? t('picture.live') : t('picture.offline');
    this.#drawRate();
  }

  #drawRate() {
    const { frames, bits } = this.picture.rate;
    this.rate.textContent = this.picture.state === 'live' && frames ? `${Math.round(frames)} fps · ${bitRate(bits)}` : '';
  }
}
