package io.sluice.runner.features.internal.library;

/** Is told how libraries are, again and again; thread-safe, and returns at once. */
public interface LibraryWatch {

    /** For whom it does not matter. */
    LibraryWatch NONE = new LibraryWatch() {
        @Override
        public void usable(String library) {}

        @Override
        public void unusable(String library, String reason) {}

        @Override
        public void gone(String library) {}
    };

    void usable(String library);

    void unusable(String library, String reason);

    /** It was removed. */
    void gone(String library);
}
