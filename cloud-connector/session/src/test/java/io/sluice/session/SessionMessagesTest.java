package io.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.session.SessionAnswer.Outcome;
import io.sluice.session.SessionRequest.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Registration as it goes over the link. */
class SessionMessagesTest {

    private static final String NODE = "31010000001320000001";

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRequestIsReadAsItWasWritten(Kind kind) {
        SessionRequest request = new SessionRequest(kind, NODE, "instance", "http", 8080, 1234);
        assertEquals(request, SessionRequest.read(kind, request.write()));
    }

    @Test
    void aPeerThatKnowsOnlyTheStandardIsUnderstood() {
        SessionRequest request = SessionRequest.read(Kind.REGISTER, bytes("{'RegisterObject':{'DeviceID':'" + NODE + "'}}"));
        assertEquals(new SessionRequest(Kind.REGISTER, NODE, "", "", 0, 0), request);
        SessionAnswer answer = SessionAnswer.read(bytes(
                "{'ResponseStatusObject':{'Id':'1','LocalTime':'20260301000000','RequestURL':'/x','StatusCode':0,'StatusString':'OK'}}"));
        assertEquals(Outcome.OK, answer.outcome());
        assertEquals(0, answer.arrived());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{} | RegisterObject", "{'RegisterObject':[]} | RegisterObject", "{'RegisterObject':{}} | RegisterObject.DeviceID",
        "{'RegisterObject':{'DeviceID':'123'}} | RegisterObject.DeviceID",
        "{'RegisterObject':{'DeviceID':'3101000000132000000x'}} | RegisterObject.DeviceID",
        "{'RegisterObject':{'DeviceID':'31010000001320000001','Port':70000}} | RegisterObject.Port",
        "{'RegisterObject':{'DeviceID':'31010000001320000001','Scheme':'ftp'}} | RegisterObject.Scheme",
        "{'RegisterObject':{'DeviceID':'31010000001320000001','SentMicros':'now'}} | RegisterObject.SentMicros"})
    void whatIsWrongIsNamedByItsPath(String json, String path) {
        InvalidInputException wrong =
                assertThrows(InvalidInputException.class, () -> SessionRequest.read(Kind.REGISTER, bytes(json)));
        assertEquals(path, wrong.field());
    }

    @Test
    void whatIsNoJsonIsRefusedWithItsPlace() {
        for (String text : new String[] {"", "x", "{", "{'a':1,'a':2}", "{} {}", "[".repeat(5000)}) {
            assertThrows(InvalidInputException.class, () -> SessionRequest.read(Kind.REGISTER, bytes(text)), text);
        }
    }

    @Test
    void aLongReasonIsCutSoThatItCanBeRead() {
        SessionAnswer answer = new SessionAnswer(Outcome.DUPLICATE, "line\n".repeat(1000), NODE, 1, 2);
        SessionAnswer read = SessionAnswer.read(answer.write("/System/Register"));
        assertEquals(Outcome.DUPLICATE, read.outcome());
        assertTrue(read.reason().startsWith("line line"), read.reason());
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
