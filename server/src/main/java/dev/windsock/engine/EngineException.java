package dev.windsock.engine;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An engine cannot start. The message is for people: what is wrong, where, and what can be done. */
public final class EngineException extends IOException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
