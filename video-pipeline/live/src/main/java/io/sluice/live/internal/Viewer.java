package io.sluice.live.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One viewer's place on a channel: a bounded queue and at most one message in flight. A viewer that cannot keep up loses
 * what waits and goes on with the next key frame; nobody else notices. Thread-safe.
 */
final class Viewer {

    private sealed interface Message permits Text, Announcement, Init, Media {}

    private record Text(String text) implements Message {}

    private record Announcement(LiveFormat format) implements Message {}

    private record Init(LiveFormat format) implements Message {}

    private record Media(LiveFragment fragment) implements Message {}

    private final Link link;
    private final LiveLimits limits;
    private final Deque<Message> queue = new ArrayDeque<>();
    private final AtomicInteger drainRequests = new AtomicInteger();
    private int fragments;
    private long bytes;
    private int greetingFragments;
    private long greetingBytes;
    private LiveFormat announced;
    private boolean waitsForKeyFrame = true;
    private boolean sending;
    private boolean ended;
    private long skipped;

    Viewer(Link link, LiveLimits limits) {
        this.link = link;
        this.limits = limits;
    }

    /** Queues what the current group of pictures has so far, on top of what may wait otherwise; comes first. */
    synchronized void greet(List<LiveFragment> group) {
        greetingFragments = group.size();
        greetingBytes = group.stream().mapToLong(LiveFragment::size).sum();
        group.forEach(this::offer);
    }

    /** Queues a fragment, or skips it while the viewer is too slow. */
    synchronized void offer(LiveFragment fragment) {
        if (ended) {
            return;
        }
        if (isFull(fragment)) {
            dropMedia();
        }
        if (waitsForKeyFrame && !fragment.keyFrame()) {
            skipped++;
            return;
        }
        waitsForKeyFrame = false;
        if (announced != fragment.format()) {
            announced = fragment.format();
            queue.add(new Announcement(announced));
            queue.add(new Init(announced));
        }
        queue.add(new Media(fragment));
        fragments++;
        bytes += fragment.size();
    }

    /** Queues a text message; these are few and never dropped. */
    synchronized void tell(String text) {
        if (!ended) {
            queue.add(new Text(text));
        }
    }

    /** Sends on, if nothing is in flight. Never blocks; may be called from any thread, but not under a lock. */
    void drain() {
        if (drainRequests.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (Message next = take(); next != null; next = take()) {
                send(next);
            }
            seen = drainRequests.addAndGet(-seen);
        } while (seen != 0);
    }

    void ping() {
        link.ping();
    }

    /** Ends the connection; nothing more is sent. Idempotent. */
    void close(Farewell farewell) {
        end();
        link.close(farewell);
    }

    /** Frees what waits; the connection is gone or will be. */
    synchronized void end() {
        ended = true;
        queue.clear();
        fragments = 0;
        bytes = 0;
    }

    /** Fragments this viewer was too slow for. */
    synchronized long skipped() {
        return skipped;
    }

    private boolean isFull(LiveFragment next) {
        return fragments >= limits.fragments() + greetingFragments
                || bytes + next.size() > limits.bytes() + greetingBytes && fragments > 0;
    }

    private void dropMedia() {
        skipped += fragments;
        if (queue.stream().anyMatch(Init.class::isInstance)) {
            announced = null;
        }
        queue.removeIf(message -> !(message instanceof Text));
        fragments = 0;
        bytes = 0;
        greetingFragments = 0;
        greetingBytes = 0;
        waitsForKeyFrame = true;
    }

    private synchronized Message take() {
        if (sending || queue.isEmpty()) {
            return null;
        }
        sending = true;
        Message next = queue.poll();
        if (next instanceof Media media) {
            fragments--;
            bytes -= media.fragment().size();
            if (greetingFragments > 0) {
                greetingFragments--;
                greetingBytes -= media.fragment().size();
            }
        }
        return next;
    }

    private void send(Message message) {
        if (message instanceof Text text) {
            link.text(text.text(), this::sent);
        } else if (message instanceof Announcement announcement) {
            link.text(announcement.format().announcement(), this::sent);
        } else if (message instanceof Init init) {
            link.binary(init.format().init().duplicate(), this::sent);
        } else if (message instanceof Media media) {
            link.binary(media.fragment().data().duplicate(), this::sent);
        }
    }

    private void sent(boolean success) {
        if (!success) {
            end();
        }
        synchronized (this) {
            sending = false;
        }
        drain();
    }
}
