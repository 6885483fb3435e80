package io.sluice.demo.line.internal;

import java.nio.ByteBuffer;

/**
 * One encoded picture.
 *
 * @param data H.264 in byte stream format (ISO/IEC 14496-10, annex B), without parameter sets; read-only
 * @param number of the picture, as the encoder was given it
 */
record EncodedPicture(ByteBuffer data, long number, boolean keyFrame) {}
