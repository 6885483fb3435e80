// Order and summary of healths.

const RANK = { FAILED: 0, DEGRADED: 1, UNKNOWN: 2, OK: 3, DISABLED: 4 };

/** Failing ones first, then in order of kind and id. */
export function bySeverity(a, b) {
  return RANK[a.health] - RANK[b.health] || a.subject.kind.localeCompare(b.subject.kind) || a.subject.id.localeCompare(b.subject.id);
}

/** The worst health and how many have it; what is switched off is no trouble. */
export function worstHealth(statuses) {
  const relevant = statuses.filter((status) => status.health !== 'DISABLED');
  for (const health of ['FAILED', 'DEGRADED']) {
    const count = relevant.filter((status) => status.health === health).length;
    if (count) {
      return { health, count };
    }
  }
  return relevant.length ? { health: 'OK', count: relevant.length } : { health: 'UNKNOWN', count: 0 };
}
