package io.sluice.devices.internal;

import io.sluice.api.device.CameraDriver;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.event.Topics;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras, from their documents to their configurations. A document that cannot be used leaves the last good one in
 * force and says so. Thread-safe.
 */
final class CameraRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(CameraRegistry.class);

    private final CameraFiles files;
    private final CameraFiles passing;
    private final CameraConfigurations configurations;
    private final DriverBoard drivers;
    private final StatusReports reports;
    private final BiConsumer<String, Object> announce;

    private final Map<String, CameraSpec> cameras = new TreeMap<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Set<String> transients = new HashSet<>();

    /**
     * @param files documents that last
     * @param passing documents that end with this run of the framework, but not with this bundle
     * @param announce takes topic and payload
     */
    CameraRegistry(
            CameraFiles files,
            CameraFiles passing,
            CameraConfigurations configurations,
            DriverBoard drivers,
            StatusReports reports,
            BiConsumer<String, Object> announce) {
        this.files = files;
        this.passing = passing;
        this.configurations = configurations;
        this.drivers = drivers;
        this.reports = reports;
        this.announce = announce;
    }

    /** Reads all documents and removes what earlier runs configured and no document asks for any more. */
    synchronized void load() throws IOException {
        passing.changes().values().forEach(change -> {
            transients.add(change.id());
            take(change);
        });
        look();
        for (String id : configurations.cameraIds()) {
            if (!cameras.containsKey(id) && !unreadable.contains(id)) {
                configurations.remove(id);
            }
        }
    }

    /** Takes over what was edited in the folder. */
    synchronized void look() {
        try {
            files.changes().values().forEach(this::take);
            reports.gone(folderSubject());
        } catch (IOException e) {
            reports.report(folderSubject(), Health.DEGRADED, "camera.folder_unreadable",
                    "The folder of camera documents cannot be read: " + e.getMessage() + ".",
                    "Check that the folder exists and that the gateway may read it.",
                    Map.of("cause", String.valueOf(e.getMessage())));
        }
    }

    synchronized List<CameraSpec> list() {
        return List.copyOf(cameras.values());
    }

    synchronized Optional<CameraSpec> find(String id) {
        return Optional.ofNullable(cameras.get(id));
    }

    synchronized boolean put(CameraSpec wanted, boolean lasting) {
        CameraDriver driver = drivers.require(wanted.source().driver());
        CameraSpec camera = CameraRules.canonical(wanted, driver);
        CameraRules.check(camera, driver);
        try {
            (lasting ? files : passing).write(camera);
            if (lasting && transients.remove(camera.id())) {
                passing.delete(camera.id());
            } else if (!lasting) {
                transients.add(camera.id());
            }
        } catch (IOException e) {
            throw notWritten(camera.id(), e);
        }
        boolean isNew = !cameras.containsKey(camera.id());
        use(camera);
        return isNew;
    }

    synchronized boolean remove(String id) {
        if (!cameras.containsKey(id) && !unreadable.contains(id)) {
            return false;
        }
        try {
            (transients.remove(id) ? passing : files).delete(id);
        } catch (IOException e) {
            throw notWritten(id, e);
        }
        forget(id);
        return true;
    }

    /** A driver came: its cameras can be configured now. */
    synchronized void driverCame(CameraDriver driver) {
        cameras.values().stream().filter(camera -> camera.source().driver().equals(driver.kind())).toList().forEach(this::use);
    }

    /** A driver went: its configurations stay for its return. */
    synchronized void driverWent(CameraDriver driver) {
        cameras.values().stream().filter(camera -> camera.source().driver().equals(driver.kind())).forEach(this::sayDriverMissing);
    }

    private void take(CameraFiles.Change change) {
        if (change instanceof CameraFiles.Read read) {
            takeDocument(read.camera());
        } else if (change instanceof CameraFiles.Unreadable bad) {
            refuse(bad.id(), bad.cause());
        } else if (!transients.contains(change.id())) {
            forget(change.id());
        }
    }

    private void takeDocument(CameraSpec camera) {
        try {
            Optional<CameraDriver> driver = drivers.find(camera.source().driver());
            if (driver.isPresent()) {
                CameraRules.check(camera, driver.get());
            }
            use(camera);
        } catch (SluiceException e) {
            refuse(camera.id(), e.getMessage());
        }
    }

    private void use(CameraSpec wanted) {
        Optional<CameraDriver> driver = drivers.find(wanted.source().driver());
        CameraSpec camera = driver.map(present -> CameraRules.canonical(wanted, present)).orElse(wanted);
        CameraSpec before = cameras.put(camera.id(), camera);
        unreadable.remove(camera.id());
        reports.gone(documentSubject(camera.id()));
        if (driver.isEmpty()) {
            sayDriverMissing(camera);
        } else {
            reports.gone(cameraSubject(camera.id()));
            configure(camera, driver.get());
        }
        if (!camera.equals(before)) {
            announce.accept(Topics.CAMERA, camera);
        }
    }

    private void configure(CameraSpec camera, CameraDriver driver) {
        try {
            configurations.apply(camera, driver.factoryPid());
        } catch (IOException e) {
            LOG.error("The configuration of camera {} could not be applied", camera.id(), e);
            reports.report(documentSubject(camera.id()), Health.FAILED, "camera.not_applied",
                    "The document of camera " + camera.id() + " could not be applied: " + e.getMessage() + ".",
                    "Check the free space of the data folder, then save the camera again.",
                    Map.of("camera", camera.id(), "cause", String.valueOf(e.getMessage())));
        }
    }

    private void forget(String id) {
        boolean known = cameras.remove(id) != null;
        unreadable.remove(id);
        reports.gone(documentSubject(id));
        reports.gone(cameraSubject(id));
        try {
            configurations.remove(id);
        } catch (IOException e) {
            LOG.error("The configuration of camera {} could not be removed; it is tried again at the next start", id, e);
        }
        if (known) {
            announce.accept(Topics.CAMERA_GONE, id);
        }
    }

    private void refuse(String id, String cause) {
        unreadable.add(id);
        LOG.warn("The document of camera {} is not used: {}", id, cause);
        reports.report(documentSubject(id), Health.FAILED, "camera.document_invalid",
                "The document " + id + ".yaml is not used: " + cause
                        + (cameras.containsKey(id) ? " The camera goes on as it was configured before." : ""),
                "Correct the file, or save the camera on the page; it is read again by itself.",
                Map.of("camera", id, "cause", String.valueOf(cause)));
    }

    private void sayDriverMissing(CameraSpec camera) {
        String kind = camera.source().driver();
        reports.report(cameraSubject(camera.id()), Health.FAILED, "camera.driver_missing",
                "There is no driver '" + kind + "' on this gateway.",
                "Install or start the bundle of this driver; the camera starts by itself then.",
                Map.of("camera", camera.id(), "driver", kind));
    }

    private static UnavailableException notWritten(String id, IOException cause) {
        return new UnavailableException("camera.not_written",
                "The document of camera " + id + " could not be written: " + cause.getMessage() + ". Nothing was changed.",
                "Check the free space and the rights of the data folder.", cause);
    }

    private static Subject cameraSubject(String id) {
        return new Subject(Subject.CAMERA, id);
    }

    private static Subject documentSubject(String id) {
        return new Subject("document", id);
    }

    private static Subject folderSubject() {
        return new Subject("document", "cameras");
    }
}
