// Between a player's position and the time of day, by the EXT-X-PROGRAM-DATE-TIME of its fragments.

/**
 * @param {Array<{start: number, duration: number, programDateTime: ?number}>} fragments in order; seconds and milliseconds
 * @returns {number|undefined} milliseconds since 1970
 */
export function timeAt(fragments, position) {
  const fragment = fragments.findLast((one) => one.start <= position + 1e-3) ?? fragments[0];
  return fragment?.programDateTime === null || fragment?.programDateTime === undefined
    ? undefined
    : fragment.programDateTime + (position - fragment.start) * 1000;
}

/** The position of a time of day; that of the next recorded picture when it falls into a gap, undefined past the end. */
export function positionAt(fragments, time) {
  for (const fragment of fragments) {
    const begin = fragment.programDateTime;
    if (begin === null || begin === undefined) {
      continue;
    }
    if (time < begin) {
      return fragment.start;
    }
    if (time < begin + fragment.duration * 1000) {
      return fragment.start + (time - begin) / 1000;
    }
  }
  return undefined;
}
