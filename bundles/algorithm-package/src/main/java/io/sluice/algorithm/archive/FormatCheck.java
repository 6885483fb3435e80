package io.sluice.algorithm.archive;

import io.sluice.algorithm.VariantEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/**
 * Looks at a model's file before any vendor's library does: by public knowledge of the format, without vendor code. What contradicts
 * itself is refused; what is not known publicly is taken and said to be not checked.
 */
final class FormatCheck {

    private FormatCheck() {}

    /**
     * @return what was found, and what was not checked, for people
     * @throws io.sluice.api.error.RejectedException {@code package.model.malformed}, or what {@link OnnxStreamCheck} throws
     */
    static String check(PackageFile file, VariantEntry variant) throws IOException {
        String name = variant.file();
        long size = file.size(name);
        if (variant.format().equals("onnx") || name.toLowerCase(Locale.ROOT).endsWith(".onnx")) {
            try (InputStream in = file.read(name)) {
                OnnxStreamCheck.check(name, in, size);
            }
            return "ONNX, checked";
        }
        if (variant.format().equals("ir")) {
            String weights = IrCheck.weightsOf(name);
            boolean present = file.digests().containsKey(weights);
            try (InputStream in = file.read(name)) {
                return IrCheck.check(name, in, size, weights, present ? file.size(weights) : -1);
            }
        }
        try (InputStream in = file.read(name)) {
            ModelHead head = new ModelHead(name, in, size);
            refuseOthers(variant.format(), head);
            return switch (variant.format()) {
                case "rknn" -> RknnCheck.check(head);
                case "om" -> OmCheck.check(head);
                case "engine", "plan", "trt" -> EngineCheck.check(head);
                default -> "format " + variant.format() + ", not checked: the gateway does not know it";
            };
        }
    }

    /** A file of one vendor's under the name of another's. */
    private static void refuseOthers(String format, ModelHead head) throws IOException {
        for (List<String> other : List.of(
                List.of("rknn", "RKNN"), List.of("rknn", "CYPTRKNN"), List.of("om", "IMOD"), List.of("engine", "ptrt"),
                List.of("engine", "ftrt"))) {
            boolean engine = other.get(0).equals("engine") && List.of("plan", "trt").contains(format);
            if (!other.get(0).equals(format) && !engine && head.begins(0, other.get(1))) {
                throw head.malformed("its format is given as " + format + ", but it begins with " + other.get(1)
                        + " as files of the format " + other.get(0) + " do");
            }
        }
    }
}
