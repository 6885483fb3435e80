/** Plays what was recorded of a camera as if it were a camera. */
package io.sluice.drivers.recording.internal;
