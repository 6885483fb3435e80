package io.sluice.live.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ViewerTest {

    private static final LiveLimits LIMITS = new LiveLimits(10, 3, 1 << 20);

    private final LiveFormat format = new LiveFormat(Units.HD, 0, TextPackaging.text("init"));
    private final RecordingLink link = RecordingLink.held();
    private final Viewer viewer = new Viewer(link, LIMITS);

    @Test
    void beginsWithTheCurrentGroupWhateverItsLength() {
        viewer.greet(List.of(key("k0"), delta("d1"), delta("d2"), delta("d3"), delta("d4")));
        viewer.offer(delta("d5"));
        sendAll();
        assertEquals(List.of(format.announcement(), "init", "k0", "d1", "d2", "d3", "d4", "d5"), link.received());
    }

    @Test
    void getsNothingBeforeAKeyFrame() {
        viewer.offer(delta("d1"));
        viewer.offer(key("k2"));
        sendAll();
        assertEquals(List.of(format.announcement(), "init", "k2"), link.received());
    }

    @Test
    void goesOnAtTheNextKeyFrameWhenItWasTooSlow() {
        viewer.offer(key("k0"));
        viewer.drain();
        link.letGo();
        RecordingLink slow = RecordingLink.held();
        Viewer late = new Viewer(slow, LIMITS);
        late.offer(key("k0"));
        late.drain();
        for (String name : List.of("d1", "d2", "d3", "d4", "d5")) {
            late.offer(delta(name));
        }
        late.offer(key("k6"));
        late.offer(delta("d7"));
        late.drain();
        slow.letGo();
        // The announcement was under way; what had to wait behind it was given up, and is announced anew.
        assertEquals(List.of(format.announcement(), format.announcement(), "init", "k6", "d7"), slow.received());
        assertEquals(6, late.skipped());
    }

    @Test
    void announcesAFormatOnceAsLongAsItIsTheSame() {
        viewer.offer(key("k0"));
        viewer.offer(key("k1"));
        LiveFormat other = new LiveFormat(Units.VGA, 5, TextPackaging.text("init2"));
        viewer.offer(new LiveFragment(other, true, TextPackaging.text("k2")));
        sendAll();
        assertEquals(
                List.of(format.announcement(), "init", "k0", "k1", other.announcement(), "init2", "k2"),
                link.received());
        assertTrue(other.announcement().contains("\"origin\":5"), other.announcement());
    }

    @Test
    void neverDropsWhatItIsTold() {
        viewer.tell("first");
        viewer.drain();
        viewer.offer(key("k0"));
        viewer.tell("second");
        for (int index = 0; index < 10; index++) {
            viewer.offer(delta("d" + index));
        }
        sendAll();
        assertEquals(List.of("first", "second"), link.received());
    }

    @Test
    void isBoundedInBytesToo() {
        Viewer narrow = new Viewer(link, new LiveLimits(10, 1000, 10));
        narrow.offer(key("12345678"));
        narrow.offer(delta("12345678"));
        narrow.offer(key("9"));
        narrow.drain();
        link.letGo();
        assertEquals(List.of(format.announcement(), "init", "9"), link.received());
    }

    @Test
    void keepsNothingOnceTheConnectionFailed() {
        viewer.offer(key("k0"));
        viewer.drain();
        link.fail();
        viewer.offer(key("k1"));
        viewer.drain();
        assertEquals(List.of(format.announcement()), link.received());
    }

    private void sendAll() {
        viewer.drain();
        link.letGo();
    }

    private LiveFragment key(String text) {
        return new LiveFragment(format, true, TextPackaging.text(text));
    }

    private LiveFragment delta(String text) {
        return new LiveFragment(format, false, TextPackaging.text(text));
    }
}
