package io.sluice.api.stream;

/** Video codecs that pass through the hub. */
public enum Codec {
    /** ITU-T H.264, ISO/IEC 14496-10. */
    H264,
    /** ITU-T H.265, ISO/IEC 23008-2. */
    H265
}
