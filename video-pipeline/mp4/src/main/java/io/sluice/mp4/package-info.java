/**
 * Fragmented MP4 of one video track, as ISO/IEC 14496-12 (ISO base media file format) and 14496-15 (carriage of H.264
 * and H.265) define it: written, read and repaired. Timescale is 90 000, that of {@link
 * io.sluice.api.stream.AccessUnit}.
 *
 * <p>To write: the bytes of {@link io.sluice.mp4.InitSegment#of} once, then those of one {@link io.sluice.mp4.Fragment}
 * after another. A fragment holds the access units themselves, not copies of them. To read: {@link
 * io.sluice.mp4.FragmentedFile#scan}; after a crash {@link io.sluice.mp4.FragmentedFile#repair}.
 *
 * <p>For Media Source Extensions, send the init segment once per format and one {@code Fragment.of(unit, duration,
 * origin, number)} per unit; the player's time is then {@code (presentationTime - origin) / 90000} seconds.
 */
package io.sluice.mp4;
