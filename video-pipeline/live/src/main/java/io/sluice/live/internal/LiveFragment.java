package io.sluice.live.internal;

import java.nio.ByteBuffer;

/**
 * One access unit as a fragment, on the heap, shared by all viewers of a camera.
 *
 * @param format that must have been announced before
 * @param keyFrame whether a viewer can begin here
 * @param data read-only
 */
record LiveFragment(LiveFormat format, boolean keyFrame, ByteBuffer data) {

    LiveFragment {
        data = data.asReadOnlyBuffer();
    }

    int size() {
        return data.remaining();
    }
}
