package io.sluice.models.internal;

import java.util.Map;

/** Why a folder is no model: what its status will say. Never leaves the bundle. */
final class ModelFault extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;
    private final String remedy;
    private final transient Map<String, String> details;

    ModelFault(String code, String message, String remedy, Map<String, String> details) {
        super(message);
        this.code = code;
        this.remedy = remedy;
        this.details = details;
    }

    String code() {
        return code;
    }

    String remedy() {
        return remedy;
    }

    Map<String, String> details() {
        return details;
    }
}
