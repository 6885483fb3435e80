package io.sluice.algorithm.schema;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.sluice.api.error.InvalidInputException;
import java.util.regex.Pattern;

/** Says in our words where a document breaks its schema. */
final class Explanation {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$-]+");
    private static final int LONGEST = 300;

    private Explanation() {}

    static InvalidInputException of(String prefix, ValidationMessage message) {
        String inner = path(message);
        String field = prefix.isEmpty() ? inner
                : inner.isEmpty() || inner.startsWith("[") ? prefix + inner : prefix + "." + inner;
        return new InvalidInputException("arguments.invalid", field,
                (field.isEmpty() ? "The arguments are" : "'" + field + "' is") + " wrong: " + reason(message) + ".",
                "Correct it; the algorithm's schema tells what is allowed.");
    }

    /** Such as {@code limits[0].high}; what is missing or too much is named itself, not what should or does contain it. */
    static String path(ValidationMessage message) {
        StringBuilder path = new StringBuilder();
        JsonNodePath location = message.getInstanceLocation();
        for (int index = 0; index < location.getNameCount(); index++) {
            append(path, location.getElement(index));
        }
        if (message.getProperty() != null) {
            append(path, message.getProperty());
        }
        return path.toString();
    }

    private static void append(StringBuilder path, Object element) {
        if (element instanceof Integer index) {
            path.append('[').append(index).append(']');
        } else if (PLAIN.matcher(element.toString()).matches()) {
            path.append(path.length() == 0 ? "" : ".").append(element);
        } else {
            path.append("['").append(element).append("']");
        }
    }

    static String reason(ValidationMessage message) {
        // The library's messages begin with the place, which is said in another way already.
        String text = message.getError() == null || message.getError().isEmpty() ? message.getMessage() : message.getError();
        String reason = text.strip();
        return reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason;
    }
}
