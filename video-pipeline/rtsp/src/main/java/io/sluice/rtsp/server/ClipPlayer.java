package io.sluice.rtsp.server;

import io.sluice.media.codec.CodedPicture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Plays a clip into a stream at real speed, over and over, on a thread of its own. */
public final class ClipPlayer implements AutoCloseable {

    /**
     * A clip.
     *
     * @param pictures in decoding order
     * @param presentationTimes of each, in 1/90 000 s from the clip's begin
     * @param length of the clip, in 1/90 000 s
     */
    public record Clip(List<CodedPicture> pictures, List<Long> presentationTimes, long length) {

        public Clip {
            pictures = List.copyOf(pictures);
            presentationTimes = List.copyOf(presentationTimes);
            if (pictures.isEmpty() || pictures.size() != presentationTimes.size() || length <= 0) {
                throw new IllegalArgumentException("a clip needs pictures, a time for each, and a length");
            }
        }

        /** Pictures at a steady rate, shown in the order they are decoded in. */
        public static Clip steady(List<CodedPicture> pictures, int framesPerSecond) {
            long frame = 90_000L / framesPerSecond;
            List<Long> times = LongStream.range(0, pictures.size())
                    .mapToObj(i -> i * frame)
                    .toList();
            return new Clip(pictures, times, frame * pictures.size());
        }
    }

    private final ServedStream stream;
    private final Clip clip;
    private final boolean spread;
    private final Thread thread;
    private volatile boolean closed;

    /** @param spread whether packets are sent over the time of their frame, as cameras do, or at once */
    public ClipPlayer(ServedStream stream, Clip clip, boolean spread) {
        this.stream = stream;
        this.clip = clip;
        this.spread = spread;
        thread = new Thread(this::run, "clip-" + stream.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops, and waits for the thread. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int count = clip.pictures().size();
        long frameNanos = clip.length() * 100_000 / 9 / count;
        Duration over = spread ? Duration.ofNanos(frameNanos * 9 / 10) : Duration.ZERO;
        long begun = System.nanoTime();
        long begunMicros = System.currentTimeMillis() * 1000;
        for (long i = 0; !closed; i++) {
            long due = begun + i * frameNanos;
            for (long left = due - System.nanoTime(); left > 0 && !closed; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int at = (int) (i % count);
            CodedPicture picture = clip.pictures().get(at);
            long time = i / count * clip.length() + clip.presentationTimes().get(at);
            stream.send(picture.nals(), time, begunMicros + time * 100 / 9, picture.keyFrame(), over);
        }
    }
}
