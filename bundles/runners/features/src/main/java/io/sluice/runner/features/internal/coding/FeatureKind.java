package io.sluice.runner.features.internal.coding;

/** How the numbers of an encoded vector are kept; from the finest to the coarsest. */
public enum FeatureKind {

    FLOAT32(1, Float.BYTES),
    FLOAT16(2, Short.BYTES),
    INT8(3, 1);

    private final int code;
    private final int width;

    FeatureKind(int code, int width) {
        this.code = code;
        this.width = width;
    }

    /** As in the fourth byte of the form. */
    int code() {
        return code;
    }

    /** Bytes a number. */
    int width() {
        return width;
    }

    /** The next finer one; itself where there is none. */
    public FeatureKind finer() {
        return this == FLOAT32 ? FLOAT32 : values()[ordinal() - 1];
    }
}
