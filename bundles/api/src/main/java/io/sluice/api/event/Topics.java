package io.sluice.api.event;

/** Event Admin topics. Each event carries its payload, an immutable API type, under {@link #PAYLOAD}. */
public final class Topics {

    /** Property that holds the payload. */
    public static final String PAYLOAD = "payload";
    /** Property that holds the camera's id, where an event is about one. */
    public static final String CAMERA_ID = "camera.id";

    /** A status changed; payload {@link io.sluice.api.status.Status}. */
    public static final String STATUS = "io/sluice/status/CHANGED";
    /** A subject is gone; payload {@link io.sluice.api.status.Subject}. */
    public static final String STATUS_GONE = "io/sluice/status/GONE";
    /** A camera was added or its document changed; payload {@link io.sluice.api.device.CameraSpec}. */
    public static final String CAMERA = "io/sluice/camera/CHANGED";
    /** A camera was removed; payload its id. */
    public static final String CAMERA_GONE = "io/sluice/camera/GONE";
    /** An algorithm appeared or changed; payload {@link io.sluice.api.model.AlgorithmDescriptor}. */
    public static final String MODEL = "io/sluice/model/CHANGED";
    /** An algorithm is gone; payload its id. */
    public static final String MODEL_GONE = "io/sluice/model/GONE";

    /** A task of this node made a result; payload {@link io.sluice.api.message.TaskResultBody}, with all its parts. */
    public static final String TASK_RESULT_MADE = "io/sluice/task/MADE";
    /** A result of another node's task came for this node; payload {@link io.sluice.api.message.TaskResultBody}, as it came. */
    public static final String TASK_RESULT_CAME = "io/sluice/task/CAME";

    private Topics() {}
}
