package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.slf4j.Logger;

class PartTest {

    private static final String MISSING = "'java.lang.String org.example.Gone.method()'";

    private final AtomicLong nanos = new AtomicLong();
    private final Logger log = mock(Logger.class);
    private final Parts parts = new Parts("4.9.2", nanos::get, log);
    private final Part part = parts.part(PartName.STANZAS);

    @Test
    void whatIsMissingSwitchesThatPartOffAndIsSaidOnce() {
        assertFalse(part.isOff());
        for (int i = 0; i < 3; i++) {
            part.failed(new NoSuchMethodError(MISSING));
            nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        }
        assertTrue(part.isOff());
        assertFalse(parts.part(PartName.SESSIONS).isOff());
        ArgumentCaptor<Object[]> said = ArgumentCaptor.forClass(Object[].class);
        verify(log, times(1)).error(anyString(), said.capture());
        List<Object> words = List.of(said.getValue());
        assertTrue(words.contains("4.9.2") && words.contains("stanzas") && words.contains("NoSuchMethodError: " + MISSING),
            words::toString);
        verify(log, never()).warn(anyString(), any(), any());
        assertEquals(List.of(new Lack(PartName.STANZAS, "NoSuchMethodError: " + MISSING)), parts.lacks());
    }

    @Test
    void manyThreadsAtOnceSayItOnce() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                try {
                    begin.await();
                    part.failed(new NoClassDefFoundError("org/example/Gone"));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            threads[i].start();
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        verify(log, times(1)).error(anyString(), any(Object[].class));
        assertEquals(1, parts.lacks().size());
    }

    @Test
    void whatIsMissingIsFoundUnderWhatWrapsIt() {
        part.failed(new InvocationTargetException(new NoSuchFieldError("gone")));
        assertTrue(part.isOff());
        Part other = parts.part(PartName.SESSIONS);
        other.failed(new CompletionException(new ExceptionInInitializerError(new NoClassDefFoundError("org/example/Gone"))));
        assertTrue(other.isOff());
        assertEquals(new Lack(PartName.SESSIONS, "NoClassDefFoundError: org/example/Gone"), parts.lacks().get(1));
    }

    @Test
    void everythingElseIsSaidOnceAMinuteAndSwitchesNothingOff() {
        for (Throwable problem : List.of(new IllegalStateException("one"), new AssertionError("two"), new OutOfMemoryError("three"))) {
            part.failed(problem);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(19));
        }
        assertFalse(part.isOff());
        verify(log, times(1)).warn(anyString(), any(), any());
        parts.part(PartName.SESSIONS).failed(new StackOverflowError());
        verify(log, times(2)).warn(anyString(), any(), any());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(3));
        AssertionError last = new AssertionError();
        part.failed(last);
        verify(log, times(1)).warn(anyString(), any(Object[].class));
        verify(log, never()).error(anyString(), any(Object[].class));
        assertEquals(List.of(), parts.lacks());
    }

    @Test
    void whatCannotBeDoneWithoutGoesOn() {
        Part work = parts.part(PartName.WORK);
        for (int i = 0; i < 100; i++) {
            work.failed(new NoSuchMethodError("method " + i % 20));
        }
        assertFalse(work.isOff());
        assertEquals(10, parts.lacks().size());
        assertFalse(parts.lacks().get(0).switchedOff());
        verify(log, times(10)).error(anyString(), any(Object[].class));
        verify(log, times(1)).warn(anyString(), any(), any());
    }

    @Test
    void nothingLeavesItEvenWhereTheLogFails() {
        doThrow(new OutOfMemoryError()).when(log).warn(anyString(), any(), any());
        doThrow(new StackOverflowError()).when(log).error(anyString(), any(Object[].class));
        part.failed(new AssertionError());
        part.failed(new NoSuchMethodError());
        assertTrue(part.isOff());
    }

    @Test
    void whatCannotStartIsSwitchedOffAndOtherFailuresAreTheCallers() {
        parts.start(PartName.COMMANDS, () -> {
            throw new NoClassDefFoundError("org/example/Gone");
        });
        assertTrue(parts.part(PartName.COMMANDS).isOff());
        IllegalStateException other = new IllegalStateException();
        assertSame(other, assertThrows(IllegalStateException.class, () -> parts.start(PartName.METRICS, () -> {
            throw other;
        })));
        assertFalse(parts.part(PartName.METRICS).isOff());
    }

    @Test
    void anEndedPluginDoesNothingAndSaysNothing() {
        parts.close();
        assertTrue(part.isOff());
        part.failed(new NoClassDefFoundError("org/jivesoftware/openfire/plugin/cloudnotify/Anything"));
        verify(log, never()).error(anyString(), any(Object[].class));
        assertEquals(List.of(), parts.lacks());
    }

    @Test
    void aLongNameIsShortened() {
        assertEquals(301, new Lack(PartName.WORK, "x".repeat(1_000)).missing().length());
    }
}
