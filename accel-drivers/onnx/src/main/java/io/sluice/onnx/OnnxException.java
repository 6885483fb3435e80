package io.sluice.onnx;

/**
 * A file is no usable ONNX model. The only exception that reading, checking and editing throw because of a file's
 * content; the message is a sentence for people, beginning in lower case, without the file's name.
 */
public final class OnnxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What is wrong, for callers that tell kinds apart. */
    public enum Reason {
        /** Not a protocol buffer message, or not one of the model's schema. */
        MALFORMED,
        /** Messages or subgraphs are nested deeper than allowed. */
        TOO_DEEP,
        /** More bytes, fields, operators or elements than allowed. */
        TOO_LARGE,
        /** Parts contradict each other: sizes and data, names read and made. */
        INCONSISTENT,
        /** Weights lie outside the file where they may not. */
        EXTERNAL_DATA,
        /** Valid, but not for what was asked. */
        UNSUPPORTED
    }

    public OnnxException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static OnnxException malformed(String message) {
        return new OnnxException(Reason.MALFORMED, message);
    }

    static OnnxException inconsistent(String message) {
        return new OnnxException(Reason.INCONSISTENT, message);
    }

    static OnnxException tooLarge(String message) {
        return new OnnxException(Reason.TOO_LARGE, message);
    }
}
