package io.sluice.api.link;

import java.util.Objects;

/**
 * Where a message is sent: what T/AI 116.6 tables as a REST interface, and what it leaves to the nodes. Over MQTT the path is part of the topic.
 */
public enum Resource {
    /** Every command, by its {@code CommandType}; from the upper node to the lower one. */
    COMMAND("POST", "/System/Command"),
    /** Table 8. */
    TOTAL_RESOURCE("PATCH", "/System/ResourceInfo/TotalResource"),
    /** Table 10. */
    AVAILABLE_RESOURCE("PATCH", "/System/ResourceInfo/AvailableResource"),
    /** Table 16. */
    TASK_REQUEST("POST", "/System/TaskRequest/"),
    /** Table 32. */
    TASK_STATUS("PATCH", "/System/TaskStatus/"),
    /** Not tabled: a range of a {@linkplain io.sluice.api.task.PartStore part} that a result names instead of carrying it. */
    PART("POST", "/System/Part"),
    /**
     * Not tabled: several results in one request. The body is an array of commands, the reply an array of their replies in the same
     * order. Who does not know it is sent them one by one.
     */
    BATCH("POST", "/System/Commands");

    private final String method;
    private final String path;

    Resource(String method, String path) {
        this.method = Objects.requireNonNull(method);
        this.path = Objects.requireNonNull(path);
    }

    /** The method of HTTP. */
    public String method() {
        return method;
    }

    /** The path, as tabled. */
    public String path() {
        return path;
    }
}
