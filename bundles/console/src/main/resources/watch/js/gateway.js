// What the page knows of the gateway, kept current by server-sent events.
import { api, ROOT } from './api.js';
import { Emitter } from './emitter.js';

const RECONNECT_MS = 2000;
const MOST_MISSED = 1000;
const TOPICS = 'status,camera,model,result';

/** Emits `connection`, `cameras`, `statuses`, `models`, `result`. */
export class Gateway extends Emitter {
  cameras = new Map();
  statuses = new Map();
  models = new Map();
  connected = null;

  #source = null;
  #lastResult = 0;
  #timer = null;

  start() {
    this.#open();
  }

  /** Cameras in order of their names. */
  cameraList() {
    return [...this.cameras.values()].sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  }

  statusOf(kind, id) {
    return this.statuses.get(`${kind}/${id}`);
  }

  nameOf(cameraId) {
    return this.cameras.get(cameraId)?.name ?? cameraId;
  }

  /** Asks for everything anew: after a connection was lost, anything may have happened. */
  async refresh() {
    const [cameras, statuses, models] = await Promise.all([api.cameras(), api.status(), api.models()]);
    this.cameras = new Map(cameras.map((camera) => [camera.id, camera]));
    this.statuses = new Map(statuses.map((status) => [`${status.subject.kind}/${status.subject.id}`, status]));
    this.models = new Map(models.map((model) => [model.id, model]));
    this.emit('cameras');
    this.emit('statuses');
    this.emit('models');
  }

  #open() {
    const source = new EventSource(new URL(`api/events?topics=${TOPICS}`, ROOT));
    this.#source = source;
    source.onopen = () => this.#opened();
    source.onerror = () => this.#lost();
    const on = (name, handle) => source.addEventListener(name, (event) => handle(JSON.parse(event.data), event));
    on('status', (status) => {
      this.statuses.set(`${status.subject.kind}/${status.subject.id}`, status);
      this.emit('statuses');
    });
    on('status-gone', (subject) => {
      this.statuses.delete(`${subject.kind}/${subject.id}`);
      this.emit('statuses');
    });
    on('camera', () => this.#reload('cameras', api.cameras));
    on('camera-gone', (gone) => {
      this.cameras.delete(idOf(gone));
      this.emit('cameras');
    });
    on('model', () => this.#reload('models', api.models));
    on('model-gone', (gone) => {
      this.models.delete(idOf(gone));
      this.emit('models');
    });
    on('result', (result) => this.#tell(result));
  }

  async #opened() {
    try {
      await this.refresh();
      await this.#catchUp();
      this.#setConnected(true);
    } catch {
      this.#lost();
    }
  }

  /** What came while there was no connection; a new EventSource has no memory of the last event. */
  async #catchUp() {
    if (this.#lastResult > 0) {
      const missed = await api.results({ after: this.#lastResult, order: 'asc', limit: MOST_MISSED });
      missed.forEach((result) => this.#tell(result));
    }
  }

  #tell(result) {
    if (result.id > this.#lastResult) {
      this.#lastResult = result.id;
      this.emit('result', result);
    }
  }

  #lost() {
    this.#setConnected(false);
    // EventSource gives up for good on an answer that is no stream, such as a proxy's 502.
    if (this.#timer === null) {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        if (this.#source.readyState === EventSource.CLOSED || this.connected === false) {
          this.#source.close();
          this.#open();
        }
      }, RECONNECT_MS);
    }
  }

  #setConnected(connected) {
    if (this.connected !== connected) {
      this.connected = connected;
      this.emit('connection', connected);
    }
  }

  async #reload(what, ask) {
    try {
      this[what] = new Map((await ask()).map((one) => [one.id, one]));
      this.emit(what);
    } catch {
      // The stream of events breaks too when the gateway is away, and brings everything anew.
    }
  }
}

const idOf = (payload) => (typeof payload === 'string' ? payload : payload.id);
