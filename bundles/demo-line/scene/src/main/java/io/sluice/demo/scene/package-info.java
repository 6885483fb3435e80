/**
 * A simulated solder-joint inspection line: boards on a conveyor seen from above, with what is true about each joint.
 * Plain arithmetic on arrays, without {@code java.awt}; the same seed gives the same pixels on every machine. Lengths
 * are pixels of the camera's picture, {@code x} to the right, {@code y} downwards; angles are radians, clockwise as
 * seen.
 */
package io.sluice.demo.scene;
