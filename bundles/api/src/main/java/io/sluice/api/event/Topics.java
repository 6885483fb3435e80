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

    private Topics() {}
}
