package io.sluice.media.codec;

/** What a NAL unit is for, as far as both codecs share it. */
public enum NalKind {
    /** Slice of a picture where decoding cannot begin. */
    SLICE,
    /** Slice of a picture where decoding can begin: IDR of H.264, IRAP (IDR, BLA, CRA) of H.265. */
    KEY_SLICE,
    /** Video parameter set; H.265 only. */
    VPS,
    /** Sequence parameter set. */
    SPS,
    /** Picture parameter set. */
    PPS,
    /** Access unit delimiter. */
    DELIMITER,
    /** Supplemental information and other units that precede the slices of their picture. */
    PREFIX,
    /** Units that follow the slices of their picture: end of sequence, filler, suffix SEI, data partitions B and C. */
    SUFFIX,
    /** Of a type without meaning in the standard, which decoders pass over. */
    UNSPECIFIED;

    public boolean slice() {
        return this == SLICE || this == KEY_SLICE;
    }

    public boolean parameterSet() {
        return this == VPS || this == SPS || this == PPS;
    }
}
