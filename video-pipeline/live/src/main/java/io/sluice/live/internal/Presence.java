package io.sluice.live.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Whether pictures of a camera come, and what viewers are told when they do not. */
enum Presence {
    PRESENT("live.present", "Pictures are coming.", ""),
    ABSENT("live.absent", "The camera sends no pictures at present.", "See the camera's status for the cause."),
    NO_HUB("live.hub", "The video hub is being restarted.", "Wait a moment; the picture comes back by itself.");

    private final String text;

    Presence(String code, String message, String remedy) {
        text = JsonNodeFactory.instance
                .objectNode()
                .put("type", "status")
                .put("present", "live.present".equals(code))
                .put("code", code)
                .put("message", message)
                .put("remedy", remedy)
                .toString();
    }

    /** The text message that tells it. */
    String announcement() {
        return text;
    }
}
