package io.sluice.drivers.file.internal;

import io.sluice.api.device.Camera;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamHub;
import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** One video file as a camera. Lives as long as its configuration; the hub may come and go meanwhile. */
@Component(
        name = FileCamera.PID,
        service = Camera.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = FileCameraConfig.class, factory = true)
public final class FileCamera implements Camera {

    static final String PID = "io.sluice.drivers.file";

    private final String id;
    private final Subject subject;
    private final StatusReports statuses;
    private final Outlet outlet;
    private String path;
    private boolean loop;
    private FilePlayer player;

    /** @param ffmpeg not called; while it is there, so is the library */
    @Activate
    public FileCamera(
            BundleContext context,
            FileCameraConfig config,
            @Reference(target = "(native.name=ffmpeg)") NativeLibrary ffmpeg) {
        id = config.camera_id();
        subject = new Subject(Subject.CAMERA, id);
        path = config.path();
        loop = config.loop();
        statuses = new StatusReports(context);
        outlet = new Outlet(id, statuses);
        statuses.report(subject, Health.UNKNOWN, "file.opening", "The file is being opened.", "");
    }

    @Activate
    void start() {
        player = new FilePlayer(id, Path.of(path), loop, statuses, outlet);
        player.start();
    }

    /** A new name leaves the stream alone; another file or manner of playing begins anew. */
    @Modified
    void change(FileCameraConfig config) throws InterruptedException {
        if (!config.path().equals(path) || config.loop() != loop) {
            player.close();
            path = config.path();
            loop = config.loop();
            outlet.reopen();
            start();
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        player.close();
        statuses.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHub(StreamHub hub) {
        outlet.use(hub);
    }

    void unbindHub(StreamHub hub) {
        outlet.drop(hub);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Status status() {
        return statuses.of(subject).orElseThrow();
    }
}
