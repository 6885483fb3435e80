/**
 * H.264 (ITU-T H.264) and H.265 (ITU-T H.265) bit streams as far as transport, storage and timing need them. Pure
 * functions from bytes to types and back: no threads, no I/O. Everything here is total: input that is not what it
 * claims
 * to be ends in a {@link io.sluice.media.codec.BitstreamException}, never in a loop or an allocation beyond the input's
 * size.
 */
package io.sluice.media.codec;
