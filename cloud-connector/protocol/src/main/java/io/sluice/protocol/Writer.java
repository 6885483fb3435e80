package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;

/** One message being written: where it is, and how it fails. For one thread. */
final class Writer {

    private final JsonGenerator generator;
    private final WireTime time;

    Writer(JsonGenerator generator, WireTime time) {
        this.generator = generator;
        this.time = time;
    }

    JsonGenerator generator() {
        return generator;
    }

    WireTime time() {
        return time;
    }

    int bytes(String text) {
        int bytes = Utf8.length(text);
        if (bytes < 0) {
            throw fail(Fault.ENCODING, "Unicode", "half a surrogate pair in " + Snippet.quoted(text));
        }
        return bytes;
    }

    /** About the value that is to be written next, or the object just begun. */
    MessageException fail(Fault fault, String expected, String found) {
        return new MessageException(fault, path(), expected, found, null);
    }

    String path() {
        JsonStreamContext context = generator.getOutputContext();
        if (!context.inArray()) {
            return Paths.of(context);
        }
        // An array's context knows the element written last.
        int next = context.hasCurrentIndex() ? context.getCurrentIndex() + 1 : 0;
        return Paths.of(context.getParent()) + '[' + next + ']';
    }
}
