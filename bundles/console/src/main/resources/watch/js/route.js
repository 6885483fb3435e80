// Addresses within the page: #/live, #/camera/{id}?at={ms}, #/results, #/resources, #/links, #/status.

export function currentRoute() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, id] = path.split('/');
  return { view: view || 'live', id: id ? decodeURIComponent(id) : '', query: new URLSearchParams(query) };
}

export const cameraRoute = (id, at) => `#/camera/${encodeURIComponent(id)}${at ? `?at=${Math.round(at)}` : ''}`;

export function go(route) {
  location.hash = route;
}
