// Feeds a video element with the live picture: fragments from a WebSocket into Media Source Extensions.
import { api } from './api.js';
import { Emitter } from './emitter.js';
import { fragmentTimes, LiveEdge } from './fragment.js';

const KEEP_SECONDS = 8;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;
/** The gateway closes with this when there is no such camera: trying again is of no use until the camera is added. */
const UNKNOWN_CAMERA = 4404;

/**
 * The connection to one camera. Connects by itself again after it broke. Emits `format` ({mime, width, height, origin}),
 * `status` ({present, code, message, remedy}), `unsupported` (mime), `open`, `lost` ({code, reason}), `data`.
 */
export class LiveSource extends Emitter {
  #camera;
  #video;
  #socket = null;
  #media = null;
  #buffer = null;
  #waiting = [];
  #format = null;
  #initPending = false;
  #edge = new LiveEdge();
  #retry = FIRST_RETRY_MS;
  #timer = null;
  #closed = false;

  constructor(camera, video) {
    super();
    this.#camera = camera;
    this.#video = video;
    this.#connect();
  }

  get format() {
    return this.#format;
  }

  /** Up to where the picture can be shown and the time between two pictures, in ticks; see {@link LiveEdge}. */
  get edge() {
    return this.#edge;
  }

  /** Begins anew, with the current group of pictures: the decoder gave up. */
  restart() {
    this.#dropSocket();
    this.#schedule(FIRST_RETRY_MS);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#dropSocket();
    this.#dropMedia();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #connect() {
    const socket = new WebSocket(api.live(this.#camera));
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => this.emit('open');
    socket.onmessage = (event) => {
      if (this.#socket === socket) {
        this.#receive(event.data);
      }
    };
    socket.onclose = (event) => {
      if (this.#socket === socket) {
        this.#socket = null;
        this.emit('lost', { code: event.code, reason: event.reason });
        this.#schedule(event.code === UNKNOWN_CAMERA ? LONGEST_RETRY_MS : this.#retry);
        this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY_MS);
      }
    };
  }

  #schedule(delay) {
    clearTimeout(this.#timer);
    if (!this.#closed) {
      // Spread, so that a gateway that comes back does not meet all its viewers in one moment.
      this.#timer = setTimeout(() => this.#connect(), delay * (0.75 + Math.random() / 2));
    }
  }

  #dropSocket() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #receive(data) {
    if (typeof data !== 'string') {
      this.#retry = FIRST_RETRY_MS;
      this.#append(data);
      return;
    }
    const message = JSON.parse(data);
    if (message.type === 'format') {
      this.#begin(message);
    } else if (message.type === 'status') {
      this.emit('status', message);
    }
  }

  #begin(format) {
    this.#dropMedia();
    this.#format = format;
    this.#edge = new LiveEdge();
    this.#initPending = true;
    if (!MediaSource.isTypeSupported(format.mime)) {
      this.emit('unsupported', format.mime);
      return;
    }
    const media = new MediaSource();
    this.#media = media;
    media.addEventListener('sourceopen', () => this.#opened(media, format), { once: true });
    this.#video.src = URL.createObjectURL(media);
    this.emit('format', format);
  }

  #opened(media, format) {
    URL.revokeObjectURL(this.#video.src);
    if (this.#media !== media) {
      return;
    }
    media.duration = Infinity;
    const buffer = media.addSourceBuffer(format.mime);
    buffer.addEventListener('updateend', () => this.#feed());
    this.#buffer = buffer;
    this.#feed();
  }

  #append(data) {
    if (!this.#media) {
      return;
    }
    this.#waiting.push(data);
    this.#feed();
    if (this.#initPending) {
      this.#initPending = false;
    } else {
      const times = fragmentTimes(data);
      if (times) {
        this.#edge.add(times);
      }
      this.emit('data', data.byteLength);
    }
  }

  #feed() {
    const buffer = this.#buffer;
    if (!buffer || buffer.updating || this.#media?.readyState !== 'open') {
      return;
    }
    try {
      if (this.#waiting.length) {
        buffer.appendBuffer(joined(this.#waiting.splice(0)));
      } else {
        this.#forget(buffer);
      }
    } catch (error) {
      if (error.name === 'QuotaExceededError') {
        buffer.remove(0, Math.max(0, this.#video.currentTime - 1));
      } else {
        this.restart();
      }
    }
  }

  #forget(buffer) {
    const until = this.#video.currentTime - KEEP_SECONDS;
    if (buffer.buffered.length && buffer.buffered.start(0) < until - KEEP_SECONDS) {
      buffer.remove(0, until);
    }
  }

  #dropMedia() {
    this.#media = null;
    this.#buffer = null;
    this.#waiting = [];
  }
}

function joined(parts) {
  if (parts.length === 1) {
    return parts[0];
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return whole;
}
