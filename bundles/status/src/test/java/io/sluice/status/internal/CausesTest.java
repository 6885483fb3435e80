package io.sluice.status.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CausesTest {

    @Test
    void theBottomOfAnErrorIsItsCause() {
        Throwable error = new IllegalStateException("outer", new IllegalArgumentException("the port is no number."));
        assertEquals("the port is no number", Causes.of(error));
        assertEquals("java.lang.NullPointerException", Causes.of(new RuntimeException("x", new NullPointerException())));
    }

    @Test
    void theLastCauseOfATraceIsTaken() {
        String trace = """
                org.osgi.service.component.ComponentException: could not activate
                \tat a.b.C.d(C.java:1)
                Caused by: java.lang.IllegalStateException: no such folder: /x
                \tat a.b.C.e(C.java:2)
                """;
        assertEquals("no such folder: /x", Causes.ofTrace(trace));
        assertEquals("plain text", Causes.ofTrace("plain text"));
    }
}
