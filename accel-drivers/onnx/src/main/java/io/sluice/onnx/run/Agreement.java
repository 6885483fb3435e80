package io.sluice.onnx.run;

import java.util.Map;

/** Says how far two forms of a model mean the same. */
@FunctionalInterface
public interface Agreement {

    /**
     * @param agreed of the findings compared
     * @param compared findings of either form; 0 where neither found anything
     */
    record Count(int agreed, int compared) {}

    /** Compares what both made of one frame; outputs by name. */
    Count compare(Map<String, Tensor> reference, Map<String, Tensor> candidate);

    /**
     * What agreement means for a family of models: the same boxes, the same best class, or the same direction.
     *
     * @param family as manifests name it
     * @param score least score of a box
     * @param overlap boxes of one class that overlap more are taken as one
     * @throws IllegalArgumentException when there is no such family
     */
    static Agreement of(String family, double score, double overlap) {
        return switch (family) {
            case "FASTESTDET" -> boxes(BoxReader.fastestDet(score, overlap));
            case "YOLO" -> boxes(BoxReader.yolo(score, overlap));
            case "YOLO_OBJECTNESS" -> boxes(BoxReader.yoloWithObjectness(score, overlap));
            case "SSD" -> boxes(BoxReader.ssd(score, overlap));
            case "CLASSIFICATION" -> topClass();
            // Cosine of about 8 degrees.
            case "EMBEDDING" -> direction(0.99);
            default -> throw new IllegalArgumentException("no family " + family);
        };
    }

    /** The same class has the highest score in the first output. */
    static Agreement topClass() {
        return (reference, candidate) -> new Count(first(reference).top() == first(candidate).top() ? 1 : 0, 1);
    }

    /**
     * The first outputs point the same way, as vectors for comparison must.
     *
     * @param cosine least cosine of the angle between them
     */
    static Agreement direction(double cosine) {
        return (reference, candidate) -> {
            float[] wanted = first(reference).values();
            float[] got = first(candidate).values();
            double product = 0;
            double lengths = 0;
            double others = 0;
            for (int index = 0; index < wanted.length; index++) {
                product += (double) wanted[index] * got[index];
                lengths += (double) wanted[index] * wanted[index];
                others += (double) got[index] * got[index];
            }
            return new Count(product >= cosine * Math.sqrt(lengths * others) ? 1 : 0, 1);
        };
    }

    /**
     * Boxes of the same class that overlap by half or more; a box that only one form reports is a disagreement.
     *
     * @param reader of the outputs
     */
    static Agreement boxes(BoxReader reader) {
        return (reference, candidate) -> BoxMatch.compare(reader.read(reference), reader.read(candidate));
    }

    private static Tensor first(Map<String, Tensor> outputs) {
        return outputs.values().iterator().next();
    }
}
