package io.sluice.api.message;

/**
 * Types of tasks, counted as clause 6.3 a) lists them. No table fixes the numbers, and a node may have types of its own beyond
 * them.
 */
public final class TaskType {

    public static final int FRAME_EXTRACTION = 1;
    public static final int PREPROCESSING = 2;
    public static final int TRANSCODING = 3;
    public static final int FEATURE_CODING = 4;
    public static final int MODEL_COMPRESSION = 5;
    public static final int CLASSIC_ALGORITHM = 6;
    public static final int TRAINING = 7;
    public static final int INFERENCE = 8;
    public static final int FEATURE_SEARCH = 9;
    public static final int AGGREGATION = 10;

    private TaskType() {}
}
