package io.sluice.accel.onnxsession;

import java.util.regex.Pattern;

/** What ONNX Runtime says, without what only its makers need: codes, files and lines of its sources. */
public final class Reason {

    private static final Pattern PREFIX =
            Pattern.compile("^Error code - \\w+ - message: |^/\\S+\\.(cc|h):\\d+ [^\\[]*(?=\\[ONNXRuntimeError\\])"
                    + "|^\\[ONNXRuntimeError\\] : \\d+ : \\w+ : ");

    private Reason() {}

    public static String of(Throwable cause) {
        return of(cause.getMessage());
    }

    static String of(String message) {
        String line = message == null ? "no reason given" : message.lines().findFirst().orElse("").strip();
        String shorter = PREFIX.matcher(line).replaceFirst("");
        while (!shorter.equals(line)) {
            line = shorter;
            shorter = PREFIX.matcher(line).replaceFirst("");
        }
        return line;
    }
}
