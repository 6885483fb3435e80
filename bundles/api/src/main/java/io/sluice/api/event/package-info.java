/**
 * Topics and property names of what is announced over the OSGi Event Admin.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.event;
