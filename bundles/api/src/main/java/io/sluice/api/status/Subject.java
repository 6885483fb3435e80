package io.sluice.api.status;

import java.util.Objects;

/**
 * What a status is about, such as {@code camera/gate-1} or {@code model/fastestdet}.
 *
 * @param kind a word of the constants below, or a new one in lower case
 * @param id unique within its kind
 */
public record Subject(String kind, String id) {

    public static final String CAMERA = "camera";
    public static final String STREAM = "stream";
    public static final String RECORDER = "recorder";
    public static final String ANALYSIS = "analysis";
    public static final String MODEL = "model";
    public static final String ACCELERATOR = "accelerator";
    public static final String STORE = "store";
    public static final String BUNDLE = "bundle";
    public static final String FEATURE = "feature";
    public static final String GATEWAY = "gateway";
    /** Another node, by its device id. */
    public static final String LINK = "link";
    public static final String BROKER = "broker";

    public Subject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String toString() {
        return kind + "/" + id;
    }
}
