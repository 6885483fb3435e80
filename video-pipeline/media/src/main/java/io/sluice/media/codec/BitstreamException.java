package io.sluice.media.codec;

/** Bytes that break the syntax they should follow; the message names the structure and the reason. */
public final class BitstreamException extends RuntimeException {

    public BitstreamException(String message) {
        super(message);
    }
}
