package io.sluice.api.message;

/** The exception codes that table 31 names; nodes may use others. */
public final class ExceptionCode {

    public static final int ENVIRONMENT_NOT_SUPPORTED = 10;
    public static final int RESOURCES_INSUFFICIENT = 20;
    public static final int PREDECESSOR_FAILED = 30;
    public static final int PERFORMANCE_INSUFFICIENT = 40;
    public static final int RUNNING_FAILED = 50;
    public static final int DATA_SOURCE_FAILED = 60;

    private ExceptionCode() {}
}
