import { boxOf, clampPoint, nameFor, removeCorner } from '/watch/js/dialogs/shapes.js';
import { equal } from './all.js';

export function points_stay_in_the_picture() {
  equal(clampPoint({ x: -0.2, y: 1.7 }), { x: 0, y: 1 });
}

export function a_box_may_be_drawn_from_any_corner() {
  equal(boxOf({ x: 0.8, y: 0.2 }, { x: 0.3, y: 0.6 }), { x: 0.3, y: 0.2, width: 0.5, height: 0.4 });
}

export function a_box_never_leaves_the_picture_nor_vanishes() {
  const box = boxOf({ x: 1, y: 1 }, { x: 1, y: 1 });
  equal(box.x + box.width <= 1 && box.y + box.height <= 1 && box.width > 0 && box.height > 0, true);
}

export function a_zone_keeps_three_corners() {
  const zone = { outline: [1, 2, 3, 4] };
  removeCorner(zone, 1);
  removeCorner(zone, 1);
  equal(zone.outline, [1, 3, 4]);
}

export function names_are_not_taken_twice() {
  equal(nameFor('zone', ['zone 1', 'zone 3']), 'zone 2');
}
