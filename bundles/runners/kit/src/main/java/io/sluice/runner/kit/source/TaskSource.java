package io.sluice.runner.kit.source;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.RejectedException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.task.Obstacle;
import io.sluice.runner.kit.Slot;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a task's input comes from, read of its {@code StreamURL}: {@code rtsp://...}, {@code camera:<id>},
 * {@code recording:<camera>?from=..&to=..} or {@code task:<id>}. Files are none of them: another node must not read those of this one.
 */
public sealed interface TaskSource {

    /** What a camera of the task's own would be made of; empty where the pictures come without one. */
    Optional<CameraSpec.Source> video();

    /** Whether it can be had at present; takes a second at most. */
    Optional<Obstacle> obstacle(TaskDispatchInfo task, Slot<Cameras> cameras, Slot<RecordingIndex> recordings);

    /** A stream at an address. */
    record Address(String url, String host, int port) implements TaskSource {

        @Override
        public Optional<CameraSpec.Source> video() {
            return Optional.of(new CameraSpec.Source("rtsp", Map.of("url", url)));
        }

        @Override
        public Optional<Obstacle> obstacle(TaskDispatchInfo task, Slot<Cameras> cameras, Slot<RecordingIndex> recordings) {
            return Reach.problem(host, port).map(problem ->
                    failed("runner.source.unreachable", host + ":" + port + " cannot be reached: " + problem + "."));
        }
    }

    /** The stream of a camera of this gateway, which is shared without a second connection. */
    record LiveCamera(String id) implements TaskSource {

        @Override
        public Optional<CameraSpec.Source> video() {
            return Optional.of(new CameraSpec.Source("relay", Map.of("camera", id)));
        }

        @Override
        public Optional<Obstacle> obstacle(TaskDispatchInfo task, Slot<Cameras> cameras, Slot<RecordingIndex> recordings) {
            return cameras.require().find(id).isPresent() ? Optional.empty()
                    : Optional.of(failed("runner.source.unknown", "This gateway has no camera " + id + "."));
        }
    }

    /**
     * What was recorded of a camera in a time.
     *
     * @param to the first moment that is no part of it
     * @param speed of playing where a camera plays it, 1 as it was taken, 0 as fast as it is looked at
     */
    record Recording(String camera, Instant from, Instant to, double speed) implements TaskSource {

        @Override
        public Optional<CameraSpec.Source> video() {
            return Optional.of(playedFrom(from, ""));
        }

        /**
         * How a camera gets what is left of it.
         *
         * @param reader how the name begins of the reader that it waits for
         */
        public CameraSpec.Source playedFrom(Instant begin, String reader) {
            return new CameraSpec.Source("recording", Map.of("camera", camera, "from", begin.toString(), "to", to.toString(),
                    "speed", Double.toString(speed), "reader", reader));
        }

        @Override
        public Optional<Obstacle> obstacle(TaskDispatchInfo task, Slot<Cameras> cameras, Slot<RecordingIndex> recordings) {
            if (to.isAfter(Instant.now())) {
                return Optional.of(failed("runner.source.future", "The range ends in the future, at " + to + "."));
            }
            return recordings.require().segments(camera, from, to).isEmpty()
                    ? Optional.of(failed("runner.source.unrecorded",
                            "Nothing is recorded of camera " + camera + " from " + from + " to " + to + "."))
                    : Optional.empty();
        }
    }

    /** Results of another task, which are sent to this one. */
    record OtherTask(String taskId) implements TaskSource {

        @Override
        public Optional<CameraSpec.Source> video() {
            return Optional.empty();
        }

        @Override
        public Optional<Obstacle> obstacle(TaskDispatchInfo task, Slot<Cameras> cameras, Slot<RecordingIndex> recordings) {
            boolean named = task.dependencies().orElse(List.of()).stream().anyMatch(one -> one.taskId().equals(taskId));
            return named ? Optional.empty() : Optional.of(failed("runner.source.undeclared",
                    "The dependencies of the task do not name task " + taskId + ", so that its results would not come here."));
        }
    }

    /** Empty where the address is of a form that no task can be run on. */
    static Optional<TaskSource> of(String address) {
        try {
            if (address.startsWith("camera:")) {
                return named(address.substring("camera:".length())).map(LiveCamera::new);
            }
            if (address.startsWith("task:")) {
                return named(address.substring("task:".length())).map(OtherTask::new);
            }
            if (address.startsWith("recording:")) {
                return RangeAddress.read(address.substring("recording:".length()));
            }
            URI uri = URI.create(address);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            return scheme.equals("rtsp") && uri.getHost() != null
                    ? Optional.of(new Address(address, uri.getHost(), uri.getPort() < 0 ? 554 : uri.getPort())) : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** The source of a task; empty where it has none that can be read. */
    static Optional<TaskSource> of(TaskDispatchInfo task) {
        return of(task.inputInfo().streamUrl().orElse(""));
    }

    /** @throws RejectedException where there is none */
    static TaskSource required(TaskDispatchInfo task) {
        return of(task).orElseThrow(() -> {
            Obstacle wrong = wrong(task);
            return new RejectedException(wrong.code(), wrong.message(), "", null);
        });
    }

    /** What is said where {@link #of} is empty. */
    static Obstacle wrong(TaskDispatchInfo task) {
        return failed("runner.source.invalid", "StreamURL is none of rtsp://..., camera:<id>, recording:<camera>?from=..&to=.., "
                + "task:<id>: \"" + task.inputInfo().streamUrl().orElse("") + "\".");
    }

    private static Optional<String> named(String name) {
        return name.isBlank() ? Optional.empty() : Optional.of(name);
    }

    private static Obstacle failed(String code, String message) {
        return new Obstacle(ExceptionCode.DATA_SOURCE_FAILED, code, message);
    }
}
