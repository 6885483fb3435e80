// The gateway's REST interface. Errors are problems of RFC 9457.

// Relative to the page, so that a proxy may serve the gateway under a path of its own.
export const ROOT = new URL('../', document.baseURI);

/** An answer that is no success, or none at all (status 0). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? `HTTP ${status}`); // becomes the message, as in a status
    this.status = status;
    this.code = body.code ?? '';
    this.remedy = body.remedy ?? '';
    this.field = body.field ?? '';
    this.details = body.details ?? {};
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(new URL(`api/${path}`, ROOT), {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, { code: 'page.offline', detail: 'The gateway cannot be reached.' });
  }
  const text = await response.text();
  let parsed = null;
  try {
    parsed = text ? JSON.parse(text) : null;
  } catch {
    // A proxy on the way may answer with HTML; the status tells enough.
  }
  if (!response.ok) {
    throw new Problem(response.status, parsed ?? {});
  }
  return parsed;
}

const query = (parameters) =>
  new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '' && value !== false));

const iso = (ms) => new Date(ms).toISOString();

export const api = {
  cameras: () => call('GET', 'cameras'),
  addCamera: (camera) => call('POST', 'cameras', camera),
  changeCamera: (camera) => call('PUT', `cameras/${encodeURIComponent(camera.id)}`, camera),
  removeCamera: (id) => call('DELETE', `cameras/${encodeURIComponent(id)}`),
  drivers: () => call('GET', 'drivers'),
  models: () => call('GET', 'models'),
  streams: () => call('GET', 'streams'),
  status: () => call('GET', 'status'),
  accelerators: () => call('GET', 'accelerators'),
  releaseQuarantine: (id) => call('POST', `accelerators/${encodeURIComponent(id)}/release`, {}),
  placement: () => call('GET', 'placement'),
  compressions: () => call('GET', 'compressions'),
  compress: (request) => call('POST', 'compressions', request),
  repeatCompression: (id) => call('POST', `compressions/${encodeURIComponent(id)}/repeat`, {}),
  removeCompression: (id) => call('DELETE', `compressions/${encodeURIComponent(id)}`),
  links: () => call('GET', 'links'),
  tasks: () => call('GET', 'tasks'),
  outbox: () => call('GET', 'outbox'),
  taskResults: () => call('GET', 'task-results/tasks'),
  resources: () => call('GET', 'resources'),
  resourceHistory: (minutes) => call('GET', `resources/history?${query({ minutes })}`),
  results: async ({ from, to, ...rest }) =>
    (await call('GET', `results?${query({ ...rest, from: from && iso(from), to: to && iso(to) })}`)).results,
  recordings: async (camera, from, to) =>
    (await call('GET', `recordings/${encodeURIComponent(camera)}?${query({ from: iso(from), to: iso(to) })}`)).spans,
  playlist: (camera, from, to) =>
    new URL(`api/recordings/${encodeURIComponent(camera)}/playlist.m3u8?${query({ from: iso(from), to: iso(to) })}`, ROOT).href,
  live: (camera) => {
    const url = new URL(`live/${encodeURIComponent(camera)}`, ROOT);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return url.href;
  },
};
