import { BAD_COLOUR, colourOf, GOOD_COLOUR } from '/watch/js/appearance.js';
import { equal } from './all.js';

export function good_is_green_and_defects_are_red() {
  equal(['good', 'ok_joint', 'Good'].map(colourOf), [GOOD_COLOUR, GOOD_COLOUR, GOOD_COLOUR]);
  equal(['bridge', 'insufficient', 'missing', 'cold', 'mouse bite'].map(colourOf), Array(5).fill(BAD_COLOUR));
}

export function other_words_are_neither() {
  equal(['person', 'mouse', 'shorts', 'goods train', 'oven'].filter((label) => [GOOD_COLOUR, BAD_COLOUR].includes(colourOf(label))), []);
}

export function a_label_keeps_its_colour() {
  equal(colourOf('person'), colourOf('person'));
}
