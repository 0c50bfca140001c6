package org.jivesoftware.openfire.plugin.cloudnotify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A start that fails is undone, and done again where that may help. */
class BeginningTest {

    private static final String STARTED = "started";
    private static final String UNDONE = "undone";

    private final List<String> events = new ArrayList<>();

    private void begin(int failing, Throwable problem) {
        Beginning.of(() -> {
            events.add(STARTED);
            if (Collections.frequency(events, STARTED) <= failing) {
                BeginningTest.<RuntimeException>fail(problem);
            }
        }, () -> events.add(UNDONE));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void fail(Throwable problem) throws T {
        throw (T) problem;
    }

    @Test
    void whatFailsOnceIsDoneAgain() {
        begin(1, new IllegalStateException("The cluster is not ready"));
        assertEquals(List.of(STARTED, UNDONE, STARTED), events);
    }

    @Test
    void whatWorksIsDoneOnce() {
        begin(0, new IllegalStateException());
        assertEquals(List.of(STARTED), events);
    }

    @Test
    void whatGoesOnFailingIsToldAndLeavesNothing() {
        IllegalStateException problem = new IllegalStateException("The cluster is not ready");
        assertSame(problem, assertThrows(IllegalStateException.class, () -> begin(Beginning.ATTEMPTS, problem)));
        assertEquals(List.of(STARTED, UNDONE, STARTED, UNDONE, STARTED, UNDONE), events);
    }

    @Test
    void whatIsNoUseToRepeatIsToldAtOnce() {
        LinkageError problem = new LinkageError("no such class");
        assertSame(problem, assertThrows(LinkageError.class, () -> begin(1, problem)));
        assertEquals(List.of(STARTED, UNDONE), events);
    }
}
