/** Gateways prove themselves to each other. */
package io.sluice.models.internal.peer;
