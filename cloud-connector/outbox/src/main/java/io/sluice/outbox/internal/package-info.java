/** Letters to other nodes: kept in files until they are acknowledged. */
package io.sluice.outbox.internal;
