/**
 * Markers by which a bundle waits for a native library.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.natives;
