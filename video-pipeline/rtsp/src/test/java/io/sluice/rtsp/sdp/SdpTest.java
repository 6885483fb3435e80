package io.sluice.rtsp.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.Codec;
import io.sluice.rtsp.TestClip;
import io.sluice.rtsp.message.RtspSyntaxException;
import io.sluice.rtsp.sdp.VideoTrack.UnsupportedMediaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpTest {

    private static final String CAMERA = """
            v=0
            o=- 1 1 IN IP4 0.0.0.0
            s=Media Presentation
            a=control:*
            m=audio 0 RTP/AVP 0
            a=control:trackID=2
            m=video 0 RTP/AVP 96
            a=rtpmap:96 H264/90000
            a=fmtp:96 profile-level-id=420029; packetization-mode=1; sprop-parameter-sets=Z00AKY2NQDwBE/I=,aO44gA==
            a=control:rtsp://10.0.0.7/trackID=1
            """;

    @Test
    void videoIsFoundBehindAudio() {
        VideoTrack track = VideoTrack.choose(SessionDescription.parse(CAMERA));

        assertEquals(Codec.H264, track.codec());
        assertEquals(96, track.payloadType());
        assertEquals("rtsp://10.0.0.7/trackID=1", track.control());
        assertEquals(2, track.parameterSets().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyramid.h264", "pyramid.h265"})
    void whatWeDescribeWeRead(String name) {
        TestClip clip = TestClip.load(name);

        VideoTrack track = VideoTrack.choose(SessionDescription.parse(VideoTrack.describe(clip.format(), 97)));

        assertEquals(clip.format().codec(), track.codec());
        assertEquals(97, track.payloadType());
        assertEquals(clip.format().parameterSets(), track.parameterSets());
    }

    @Test
    void brokenParameterSetsAreLeftOut() {
        String broken = CAMERA.replaceAll("sprop-parameter-sets=\\S+", "sprop-parameter-sets=,!!,AAAA,aO44gA==");

        assertEquals(1, VideoTrack.choose(SessionDescription.parse(broken)).parameterSets().size());
    }

    @ParameterizedTest
    @CsvSource({
        "H264/90000, MP4V-ES/90000, MP4V-ES", "packetization-mode=1, packetization-mode=2, interleaved",
        "m=video, m=application, application"
    })
    void whatCannotBeTakenIsNamed(String from, String to, String named) {
        UnsupportedMediaException fault = assertThrows(UnsupportedMediaException.class,
                () -> VideoTrack.choose(SessionDescription.parse(CAMERA.replace(from, to))));

        assertTrue(fault.getMessage().contains(named), fault.getMessage());
    }

    @Test
    void mediaLineMustBeWhole() {
        assertThrows(RtspSyntaxException.class, () -> SessionDescription.parse("m=video 0"));
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://a/b/, trackID=1, rtsp://a/b/trackID=1",
        "rtsp://a/b, trackID=1, rtsp://a/b/trackID=1",
        "rtsp://a/b?x=1, trackID=1, rtsp://a/b?x=1/trackID=1",
        "rtsp://a/b/, /trackID=1, rtsp://a/b/trackID=1",
        "rtsp://a/b, *, rtsp://a/b",
        "rtsp://a/b, '', rtsp://a/b",
        "rtsp://a/b, RTSP://c/d, RTSP://c/d"
    })
    void controlAddressesAreWhatServersMean(String base, String control, String address) {
        assertEquals(address, ControlUrl.resolve(base, control));
    }
}
