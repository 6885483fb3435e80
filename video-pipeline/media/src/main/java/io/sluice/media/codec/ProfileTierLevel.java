package io.sluice.media.codec;

/**
 * General profile, tier and level of H.265, clause 7.3.3.
 *
 * @param space general_profile_space
 * @param highTier general_tier_flag
 * @param profile general_profile_idc
 * @param compatibility the 32 general_profile_compatibility flags, flag 0 in the highest bit
 * @param constraints the 48 bits of constraint flags, in the low bits
 * @param level general_level_idc, 30 times the level
 */
public record ProfileTierLevel(
        int space, boolean highTier, int profile, int compatibility, long constraints, int level) {

    static ProfileTierLevel parse(BitReader in, int subLayers) {
        int space = in.small(2);
        boolean high = in.flag();
        int profile = in.small(5);
        int compatibility = (int) in.bits(32);
        long constraints = in.bits(48);
        int level = in.small(8);
        boolean[] profilePresent = new boolean[8];
        boolean[] levelPresent = new boolean[8];
        for (int i = 0; i < subLayers - 1; i++) {
            profilePresent[i] = in.flag();
            levelPresent[i] = in.flag();
        }
        if (subLayers > 1) {
            in.skip(2 * (9 - subLayers));
        }
        for (int i = 0; i < subLayers - 1; i++) {
            in.skip((profilePresent[i] ? 88 : 0) + (levelPresent[i] ? 8 : 0));
        }
        return new ProfileTierLevel(space, high, profile, compatibility, constraints, level);
    }
}
