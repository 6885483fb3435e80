/**
 * Cameras: their documents, their drivers, and how they are.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.device;
