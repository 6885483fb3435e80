// How a label looks. Inspection results speak by colour: what is good is green, what is defective red.

const GOOD = /^(good|ok|pass)(?![a-z])/i;
const BAD =
  /^(bad|ng|fail|failed|defect|missing|bridge|bridging|short|open|void|cold|crack|scratch|spur|spurious|mouse[ _-]?bite|pin[ _-]?hole|insufficient|excess|solder[ _-]?ball|tombstone)(?![a-z])/i;
const HUES = ['#4da3ff', '#c792ff', '#ffb454', '#4fd6e0', '#ff8fc7', '#b7d94c', '#8aa2ff', '#ffd866'];

export const GOOD_COLOUR = '#3fcf8e';
export const BAD_COLOUR = '#ff5f5f';

const colours = new Map();

/** The colour of a label: the same wherever it appears. */
export function colourOf(label) {
  if (!colours.has(label)) {
    colours.set(label, GOOD.test(label) ? GOOD_COLOUR : BAD.test(label) ? BAD_COLOUR : HUES[hash(label) % HUES.length]);
  }
  return colours.get(label);
}

function hash(text) {
  let value = 2166136261;
  for (const char of text) {
    value = Math.imul(value ^ char.codePointAt(0), 16777619) >>> 0;
  }
  return value >>> 7;
}
