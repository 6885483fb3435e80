/** Decoded pictures as files. */
package io.sluice.picture.encode;
