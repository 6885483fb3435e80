package io.sluice.tunnel.internal;

import java.util.concurrent.atomic.AtomicLong;

/** What a node's tunnels carried, one after another. Thread-safe. */
final class Counts {

    final AtomicLong opened = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong sent = new AtomicLong();
    final AtomicLong received = new AtomicLong();
}
