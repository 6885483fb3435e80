package io.sluice.rest.internal;

/** An answer that is no success and that none of the API's exceptions stands for. */
final class HttpProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String remedy;
    private final String field;

    HttpProblem(int status, String code, String detail, String remedy, String field) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.remedy = remedy;
        this.field = field;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String remedy() {
        return remedy;
    }

    String field() {
        return field;
    }
}
