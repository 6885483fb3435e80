package io.sluice.onnx;

/**
 * How much a file may ask of its reader. A field costs about 50 bytes of heap while the model is held; payloads cost
 * nothing, for they stay where the file is.
 *
 * @param bytes of the file
 * @param fields of all messages looked into, together
 * @param depth of nested messages
 * @param subgraphs depth of graphs within operators
 * @param nodes operators of all graphs, together
 * @param tensorBytes of one tensor as its shape declares it
 * @param externalData what to think of weights in other files
 */
public record OnnxLimits(
        int bytes, int fields, int depth, int subgraphs, int nodes, long tensorBytes, ExternalData externalData) {

    /** Fit for a gateway with a heap of 100 MB; the largest published networks for pictures are far below. */
    public static final OnnxLimits DEFAULT =
            new OnnxLimits(Integer.MAX_VALUE - 8, 600_000, 48, 6, 50_000, 1L << 31, ExternalData.REFUSED);

    /** What to think of weights in other files. */
    public enum ExternalData {
        /** None: the model is the one file, which is what digests and signatures speak of. */
        REFUSED,
        /** In files of the model's own folder only; {@link ExternalFiles} tells which are there. */
        BESIDE_THE_MODEL
    }

    public OnnxLimits withExternalData(ExternalData allowed) {
        return new OnnxLimits(bytes, fields, depth, subgraphs, nodes, tensorBytes, allowed);
    }
}
