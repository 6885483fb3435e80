/** Compression and cutting of models as jobs of the gateway. */
package io.sluice.compression.internal;
