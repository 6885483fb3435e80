/**
 * Places in a picture and the identity of a decoded picture.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.frame;
