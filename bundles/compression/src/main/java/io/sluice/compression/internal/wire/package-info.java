/** What the gateway and its worker say to each other. */
package io.sluice.compression.internal.wire;
