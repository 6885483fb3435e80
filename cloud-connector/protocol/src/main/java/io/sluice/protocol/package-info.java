/**
 * The messages of T/AI 116.6 as JSON. {@link io.sluice.protocol.MessageCodec} reads and writes them and checks both ways what
 * the standard's tables say; {@link io.sluice.protocol.Messages} names them. Pure: no threads, no network, no OSGi.
 */
package io.sluice.protocol;
