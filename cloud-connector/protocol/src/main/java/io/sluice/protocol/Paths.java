package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonStreamContext;

/** Where in a message a reader or writer is, in the standard's manner: {@code MessageBody/DeviceList[3]/DeviceID}. */
final class Paths {

    private static final int NAME_LENGTH = 64;

    private Paths() {}

    static String of(JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        append(context, path);
        return path.toString();
    }

    /** Of a field of the object that the path is of. */
    static String child(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    private static void append(JsonStreamContext context, StringBuilder path) {
        if (context.getParent() != null) {
            append(context.getParent(), path);
        }
        if (context.inObject() && context.getCurrentName() != null) {
            path.append(path.isEmpty() ? "" : "/").append(Snippet.of(context.getCurrentName(), NAME_LENGTH));
        } else if (context.inArray() && context.hasCurrentIndex()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        }
    }
}
