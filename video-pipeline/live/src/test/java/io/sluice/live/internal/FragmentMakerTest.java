package io.sluice.live.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import org.junit.jupiter.api.Test;

class FragmentMakerTest {

    private final Units units = new Units();
    private final FragmentMaker maker = new FragmentMaker(new TextPackaging());

    @Test
    void beginsAtAKeyFrameWithTimeZero() {
        assertTrue(maker.make(units.next(false)).isEmpty());
        LiveFragment first = make(Units.HD, true, Units.TICK);
        assertEquals("key 0+3600", TextPackaging.read(first.data()));
        assertEquals(units.time(), first.format().origin());
        assertEquals("delta 3600+3600", TextPackaging.read(make(Units.HD, false, 3600).data()));
    }

    @Test
    void takesTheLatestStepAsDuration() {
        make(Units.HD, true, 3600);
        assertEquals("delta 9000+9000", TextPackaging.read(make(Units.HD, false, 9000).data()));
        assertEquals("delta 9000+9000", TextPackaging.read(make(Units.HD, false, 0).data()));
    }

    @Test
    void anEqualFormatIsTheSame() {
        LiveFormat before = make(Units.HD, true, 3600).format();
        assertEquals(before, make(Units.format(1920, 1080), true, 3600).format());
    }

    @Test
    void aNewFormatBeginsANewTimeLine() {
        LiveFormat before = make(Units.HD, true, 3600).format();
        assertTrue(maker.make(units.next(Units.VGA, false, 3600)).isEmpty());
        LiveFragment after = make(Units.VGA, true, 3600);
        assertNotEquals(before, after.format());
        assertEquals("key 0+3600", TextPackaging.read(after.data()));
        assertEquals(640, after.format().stream().width());
    }

    @Test
    void aClockThatStartedAnewBeginsANewTimeLine() {
        make(Units.HD, true, 3600);
        assertTrue(maker.make(units.next(Units.HD, false, -500_000)).isEmpty());
        assertEquals(units.time() + 3600, make(Units.HD, true, 3600).format().origin());
        make(Units.HD, false, 3600);
        assertTrue(maker.make(units.next(Units.HD, false, 11 * 90_000)).isEmpty());
    }

    @Test
    void aShortSilenceDoesNot() {
        LiveFormat before = make(Units.HD, true, 3600).format();
        assertEquals(before, make(Units.HD, false, 8 * 90_000).format());
    }

    private LiveFragment make(StreamFormat format, boolean keyFrame, long step) {
        AccessUnit unit = units.next(format, keyFrame, step);
        return maker.make(unit).orElseThrow();
    }
}
