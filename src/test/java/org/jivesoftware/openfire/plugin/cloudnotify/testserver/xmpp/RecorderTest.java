package org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Recorder<String> recorder = new Recorder<>("text", text -> "<" + text + ">");

    @Test
    void awaitTakesTheFirstThatMatches() {
        recorder.add("a");
        recorder.add("b");
        recorder.add("bb");
        assertEquals("b", recorder.await(text -> text.startsWith("b"), LONG));
        assertEquals("bb", recorder.await(text -> text.startsWith("b"), LONG));
        assertEquals(List.of("a"), recorder.open());
        assertEquals(List.of("a", "b", "bb"), recorder.all());
    }

    @Test
    void awaitWaitsForWhatComesLater() {
        CompletableFuture.runAsync(() -> recorder.add("late"), CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS));
        assertEquals("late", recorder.await(LONG));
    }

    @Test
    void awaitOfSeveralKeepsTheirOrder() {
        List.of("1", "2", "3").forEach(recorder::add);
        assertEquals(List.of("1", "2"), recorder.await(2, LONG));
        assertThrows(AssertionError.class, () -> recorder.await(2, SHORT));
        assertEquals(List.of("3"), recorder.open());
    }

    @Test
    void failureShowsWhatIsThere() {
        recorder.add("other");
        var failure = assertThrows(AssertionError.class, () -> recorder.await(text -> text.equals("this"), SHORT));
        assertTrue(failure.getMessage().contains("<other>"), failure.getMessage());
    }

    @Test
    void assertNoneFindsWhatIsThereAndWhatComes() {
        recorder.assertNone(text -> true, SHORT);
        CompletableFuture.runAsync(() -> recorder.add("late"), CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS));
        assertThrows(AssertionError.class, () -> recorder.assertNone(text -> true, LONG));
    }
}
