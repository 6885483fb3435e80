package io.sluice.placement.internal.resource;

import java.util.OptionalDouble;

/**
 * What this machine's processor can do with one video format, all of its cores together.
 *
 * @param format as in messages: {@code H.264}
 * @param decoding frames of 1920x1080 a second
 * @param encoding the same; empty where there is no encoder
 */
record Ability(String format, double decoding, OptionalDouble encoding) {}
