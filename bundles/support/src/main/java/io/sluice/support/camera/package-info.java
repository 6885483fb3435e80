/** The form of a camera's document. */
package io.sluice.support.camera;
