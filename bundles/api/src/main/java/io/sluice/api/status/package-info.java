/**
 * One way to say how any part is: {@link io.sluice.api.status.Status}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.status;
