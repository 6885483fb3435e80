/**
 * What the analytics found, how it is stored, queried and followed.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.result;
