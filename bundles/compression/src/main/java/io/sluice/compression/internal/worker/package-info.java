/** The process that compresses: nothing here runs in the gateway's own. */
package io.sluice.compression.internal.worker;
