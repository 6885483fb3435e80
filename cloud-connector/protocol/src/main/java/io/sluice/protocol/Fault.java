package io.sluice.protocol;

/** What can be wrong with a message. */
public enum Fault {
    /** The whole of it is too large, or has too many values. */
    SIZE("message.size"),
    /** It is not UTF-8, or text in it is no Unicode. */
    ENCODING("message.encoding"),
    /** It is not JSON, or goes on after its end. */
    SYNTAX("message.syntax"),
    /** Objects and arrays lie too deep within each other. */
    DEPTH("message.depth"),
    /** A name stands twice in one object. */
    DUPLICATE("message.duplicate"),
    /** A mandatory field is absent. */
    MISSING("message.missing"),
    /** A field has another type of JSON than the table says. */
    TYPE("message.type"),
    /** A number is outside its range. */
    RANGE("message.range"),
    /** A text has more bytes in UTF-8 than the table says, or not exactly as many. */
    LENGTH("message.length"),
    /** A field has none of the values that the table lists. */
    VALUE("message.value"),
    /** A text is not in the form that the table says. */
    FORMAT("message.format"),
    /** Fields do not go together as the table says. */
    RULE("message.rule"),
    /** There is no such command. */
    COMMAND("message.command");

    private final String code;

    Fault(String code) {
        this.code = code;
    }

    /** Stable, as of a status. */
    public String code() {
        return code;
    }
}
