package io.sluice.placement.internal.resource;

import java.util.List;

/**
 * Encoded pictures for measuring, in the byte stream format.
 *
 * @param codecId FFmpeg's id of the codec
 * @param packets one for each piece to send to the decoder
 */
record Clip(int codecId, List<byte[]> packets) {}
