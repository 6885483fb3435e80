package io.sluice.drivers.file.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.device.CameraDriver.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileDriverTest {

    @Test
    void acceptsWhatAFileNeeds() {
        assertEquals(List.of(), wrong(Map.of("path", "/videos/a.mp4")));
        assertEquals(List.of(), wrong(Map.of("path", "/videos/a.mp4", "loop", "false")));
    }

    @Test
    void namesEachSettingThatIsWrong() {
        assertEquals(List.of("path"), wrong(Map.of()));
        assertEquals(List.of("path"), wrong(Map.of("path", "videos/a.mp4")));
        assertEquals(List.of("path"), wrong(Map.of("path", "/a\0b")));
        assertEquals(List.of("url", "path", "loop"), wrong(Map.of("url", "rtsp://x", "loop", "yes")));
    }

    private static List<String> wrong(Map<String, String> settings) {
        return new FileDriver().check(settings).stream().map(Problem::setting).toList();
    }
}
