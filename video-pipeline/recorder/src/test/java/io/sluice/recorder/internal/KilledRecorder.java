package io.sluice.recorder.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.mp4.clips.Clip;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * A process that records a clip at 20 times its speed for as long as it lives, and says how far the camera has come.
 */
final class KilledRecorder {

    private static final long STEP_NANOS = 2_000_000;

    private KilledRecorder() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Clip clip = Clip.load("pyramid.h264");
        Bench bench = new Bench(folder.resolve("recordings"));
        bench.database(database(folder)).start(2, 0);
        StreamPublisher camera = bench.publisher();
        for (int index = 0; ; index++) {
            AccessUnit unit = clip.unit(index, () -> {});
            camera.publish(unit);
            System.out.write('.');
            System.out.flush();
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    static JdbcConnectionPool database(Path folder) {
        return JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("index") + ";WRITE_DELAY=0", "sa", "");
    }
}
