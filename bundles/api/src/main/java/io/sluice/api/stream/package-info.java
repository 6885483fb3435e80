/**
 * Encoded video on its way from a driver through the hub to its taps.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.stream;
