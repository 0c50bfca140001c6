package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.TestResult;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends test pushes to several devices at once and says what came back. */
final class TestPushes {

    /** How long an administrator looks at an empty page; what is answered later is on the activity page. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(TestPushes.class);

    private final RegistrationActions actions;
    private final Texts texts;
    private final Duration patience;

    TestPushes(RegistrationActions actions, Texts texts, Duration patience) {
        this.actions = actions;
        this.texts = texts;
        this.patience = patience;
    }

    /** @return one notice for each */
    List<Notice> send(List<RegistrationKey> keys) {
        Map<RegistrationKey, CompletableFuture<TestResult>> sent = new LinkedHashMap<>();
        keys.forEach(key -> sent.put(key, actions.testPush(key).toCompletableFuture()));
        long deadline = System.nanoTime() + patience.toNanos();
        List<Notice> notices = new ArrayList<>();
        sent.forEach((key, result) -> notices.add(notice(key, result, deadline)));
        return notices;
    }

    private Notice notice(RegistrationKey key, CompletableFuture<TestResult> future, long deadline) {
        RegistrationsView view = new RegistrationsView(texts);
        String who = view.describe(key);
        try {
            TestResult result = future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (result.answer() == null) {
                return Notice.error(texts.get("test.not-sent", who, texts.get("outcome." + result.outcome())));
            }
            boolean good = result.outcome() == Outcome.PUSHED && result.answer().condition().equals(Answer.RESULT);
            String text = texts.get("test.answered", who, view.answer(result.answer()));
            return good ? Notice.success(text) : Notice.error(text);
        } catch (TimeoutException e) {
            return new Notice(Notice.Kind.WARNING, texts.get("test.no-answer-yet", who, texts.seconds(patience)));
        } catch (ExecutionException e) {
            LOG.warn("A test push failed", e.getCause());
            return Notice.error(texts.get("test.failed", who));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Notice.error(texts.get("test.failed", who));
        }
    }
}
