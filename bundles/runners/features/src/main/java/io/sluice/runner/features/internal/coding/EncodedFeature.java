package io.sluice.runner.features.internal.coding;

/**
 * An encoded vector, and how far it is from what it was made of.
 *
 * @param bytes the form; not to be changed any more
 * @param cosine similarity to the vector it was made of, measured by decoding it
 * @param maxError the largest difference of a number, measured
 * @param errorBound no number can differ by more
 */
public record EncodedFeature(FeatureKind kind, byte[] bytes, double cosine, double maxError, double errorBound) {}
