package io.sluice.live.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;

/**
 * What a browser needs before the first fragment. Compared by identity: each instance begins a new time line.
 *
 * @param stream the format of the stream
 * @param origin media time that is 0 in the fragments, 1/90 000 s
 * @param init the initialisation segment; read-only
 */
record LiveFormat(StreamFormat stream, long origin, ByteBuffer init) {

    LiveFormat {
        init = init.asReadOnlyBuffer();
    }

    /** The text message that announces this format. */
    String announcement() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "format")
                .put("mime", "video/mp4; codecs=\"" + stream.codecString() + "\"")
                .put("width", stream.width())
                .put("height", stream.height())
                .put("origin", origin)
                .toString();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
