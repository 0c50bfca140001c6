package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify.Handle;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushDraft;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReason;
import org.jivesoftware.openfire.plugin.cloudnotify.api.RegistrationDraft;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Content;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions.Field;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.JID;

@Timeout(120)
class ReviewsTest {

    private static final RegistrationKey KEY = new RegistrationKey("alice", new JID("push.example"), "node");
    private static final Registration REGISTRATION =
        new Registration(KEY, null, "phone", null, Instant.EPOCH, Instant.EPOCH, Health.GOOD);
    private static final Push PUSH = new Push(REGISTRATION, new Cause(Trigger.OFFLINE, false, true, 1, 0, new Content("bob@example", "Hi"),
        List.of(), List.of(), null), new Summary(3, null, "bob@example", "Hi"));
    private static final PublishOptions OPTIONS = PublishOptions.of(List.of(field("FORM_TYPE", PublishOptions.FORM_TYPE),
        new Field("secret", "text-private", "Secret", List.of("original")), field("other", "kept")));

    private final Extensions extensions = new Extensions(Duration.ofSeconds(5));
    private final RegistrationReviews registrations = new RegistrationReviews(extensions, () -> 1_000);
    private final PushReviews pushes = new PushReviews(extensions);

    private static Field field(String name, String value) {
        return new Field(name, null, null, List.of(value));
    }

    private static Element element(String text) {
        return DocumentHelper.createElement(QName.get("e", "urn:example")).addText(text);
    }

    @AfterEach
    void close() {
        extensions.close();
    }

    @Test
    void withoutReviewersNothingHappens() throws Exception {
        // A thread that is made belongs to the group of the one that makes it: those of other tests, which may still end, are not in it.
        ThreadGroup group = new ThreadGroup("without reviewers");
        AtomicReference<Integer> threads = new AtomicReference<>();
        FutureTask<Void> work = new FutureTask<>(() -> {
            assertSame(OPTIONS, registrations.review(KEY, OPTIONS));
            assertNull(registrations.review(KEY, null));
            assertSame(PUSH, pushes.review(PUSH).orElseThrow());
            threads.set(group.activeCount());
            return null;
        });
        new Thread(group, work).start();
        work.get();
        assertEquals(1, threads.get(), "which is this one");
    }

    @Test
    void refuses() {
        extensions.addRegistrationReviewer(draft -> draft.refuse("No\u0001 " + "x".repeat(253) + "\ud83d\ude00"));
        Refusal refusal = assertThrows(Refusal.class, () -> registrations.review(KEY, OPTIONS));
        assertEquals("not-allowed", refusal.error().getCondition().toXMPP());
        assertEquals(256, refusal.getMessage().length());
        assertTrue(refusal.getMessage().startsWith("No? x"));
        assertFalse(Character.isSurrogate(refusal.getMessage().charAt(255)));
    }

    @Test
    void amendsOptionsInTheirPlace() throws Refusal {
        List<List<String>> seen = Collections.synchronizedList(new ArrayList<>());
        extensions.addRegistrationReviewer(draft -> {
            draft.setOption("secret", List.of("replaced"));
            draft.setOption("new", List.of("a", "b"));
            draft.removeOption("other");
        });
        extensions.addRegistrationReviewer(draft -> seen.add(draft.optionNames()));
        List<Field> fields = registrations.review(KEY, OPTIONS).fields();
        assertEquals(List.of(List.of("FORM_TYPE", "secret", "new")), seen);
        assertEquals(new Field("secret", "text-private", "Secret", List.of("replaced")), fields.get(1));
        assertEquals(List.of("a", "b"), fields.get(2).values());
    }

    @Test
    void givesOptionsToOneThatHasNone() throws Refusal {
        extensions.addRegistrationReviewer(draft -> draft.setOption("new", List.of("a")));
        assertEquals(List.of("FORM_TYPE", "new"), registrations.review(KEY, null).fields().stream().map(Field::var).toList());
    }

    @Test
    void wrongAmendmentsAreRefusedToTheirAuthor() throws Refusal {
        List<Throwable> problems = Collections.synchronizedList(new ArrayList<>());
        extensions.addRegistrationReviewer(draft -> {
            for (Runnable wrong : List.<Runnable>of(() -> draft.setOption("", List.of()), () -> draft.setOption("FORM_TYPE", List.of("x")),
                () -> draft.removeOption("FORM_TYPE"), () -> draft.setOption("x", List.of("\u0002")),
                () -> draft.setOption("\u0000", List.of("x")))) {
                problems.add(assertThrows(IllegalArgumentException.class, wrong::run));
            }
        });
        assertEquals(OPTIONS, registrations.review(KEY, OPTIONS));
        assertEquals(5, problems.size());
    }

    @Test
    void optionsThatGrowTooLargeStayAsTheyWere() throws Refusal {
        extensions.addRegistrationReviewer(draft -> draft.setOption("x", List.of("x".repeat(2_000))));
        assertEquals(OPTIONS, registrations.review(KEY, OPTIONS));
    }

    @Test
    void whoThrowsOrHangsChangesNothingAlsoLater() throws Exception {
        AtomicReference<RegistrationDraft> kept = new AtomicReference<>();
        try (Extensions impatient = new Extensions(Duration.ofMillis(1_000))) {
            impatient.addRegistrationReviewer(draft -> {
                draft.refuse("no");
                throw new IllegalStateException("after all");
            });
            impatient.addRegistrationReviewer(draft -> {
                kept.set(draft);
                draft.setOption("secret", List.of("late"));
                spin();
            });
            assertEquals(OPTIONS, new RegistrationReviews(impatient, () -> 1_000).review(KEY, OPTIONS));
        }
        assertThrows(IllegalStateException.class, () -> kept.get().refuse("too late"));
        assertThrows(IllegalStateException.class, () -> kept.get().setOption("a", List.of()));
    }

    @Test
    void showsThePush() {
        AtomicReference<String> seen = new AtomicReference<>();
        extensions.addPushReviewer(draft -> seen.set(draft.registration().username() + draft.registration().node()
            + draft.registration().resource() + draft.reason() + draft.messageCount() + draft.lastMessageSender()
            + draft.lastMessageBody() + draft.important()));
        assertSame(PUSH, pushes.review(PUSH).orElseThrow());
        assertEquals("alicenodephone" + PushReason.OFFLINE + "3bob@exampleHitrue", seen.get());
    }

    @Test
    void blocksAndAsksNobodyElse() {
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        extensions.addPushReviewer(PushDraft::block);
        extensions.addPushReviewer(draft -> asked.add("second"));
        assertEquals(Optional.empty(), pushes.review(PUSH));
        assertEquals(List.of(), asked);
    }

    @Test
    void addsUpToTheLimitOfAllTogether() {
        for (int i = 0; i < 3; i++) {
            extensions.addPushReviewer(draft -> {
                for (int j = 0; j < 6; j++) {
                    draft.add(element("x"));
                }
            });
        }
        Push amended = pushes.review(PUSH).orElseThrow();
        assertEquals(12, amended.extensions().size(), "The third one throws and is left out");
        assertEquals(PUSH.summary(), amended.summary());
        assertFalse(amended.cause().mergeable());
    }

    @Test
    void theSizeCountsForAllTogether() {
        String half = "x".repeat(PushDraft.MAX_BYTES / 2);
        extensions.addPushReviewer(draft -> draft.add(element(half)));
        extensions.addPushReviewer(draft -> draft.add(element(half)));
        assertEquals(1, pushes.review(PUSH).orElseThrow().extensions().size());
    }

    @Test
    void whatIsAddedIsCopiedAtOnce() {
        Element mine = element("before");
        extensions.addPushReviewer(draft -> {
            draft.add(mine);
            mine.setText("after");
        });
        assertEquals("before", pushes.review(PUSH).orElseThrow().extensions().get(0).getText());
    }

    @Test
    void closedHandlesAndForgottenPluginsTakeNoPart() {
        Handle handle = extensions.addPushReviewer(PushDraft::block);
        handle.close();
        handle.close();
        assertTrue(pushes.review(PUSH).isPresent());
        extensions.addPushReviewer(PushDraft::block);
        extensions.forget(ClassLoader.getPlatformClassLoader());
        assertTrue(pushes.review(PUSH).isEmpty());
        extensions.forget(getClass().getClassLoader());
        assertTrue(pushes.review(PUSH).isPresent());
    }

    @Test
    void thereAreNotTooMany() {
        for (int i = 0; i < 32; i++) {
            extensions.addPushReviewer(draft -> { });
        }
        assertThrows(IllegalStateException.class, () -> extensions.addRegistrationReviewer(draft -> { }));
        extensions.close();
        assertThrows(IllegalStateException.class, () -> extensions.addPushReviewer(draft -> { }));
    }

    private static void spin() {
        long end = System.nanoTime() + Duration.ofMillis(1_600).toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
