package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushDraft;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReason;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReviewer;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Summary;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.PushReview;
import org.jspecify.annotations.Nullable;

/** Asks other plugins before a push is published (behaviour §6). Runs on the user's lane, not on a thread that routes stanzas. */
public final class PushReviews implements PushReview {

    private static final String EVENT = "the review of a push";

    private final Extensions extensions;

    /**
     * @param extensions whom to ask
     */
    public PushReviews(Extensions extensions) {
        this.extensions = Objects.requireNonNull(extensions);
    }

    /** {@inheritDoc} Whoever does is waited for. */
    @Override
    public boolean any() {
        return !extensions.pushReviewers().isEmpty();
    }

    @Override
    public Optional<Push> review(Push push) {
        return review(push, nobody -> { });
    }

    @Override
    public Optional<Push> review(Push push, Consumer<String> vetoedBy) {
        List<GuardedListener<PushReviewer>> reviewers = extensions.pushReviewers();
        if (reviewers.isEmpty()) {
            return Optional.of(push);
        }
        PushRegistration device = KnownRegistration.of(push.registration());
        List<Element> children = new ArrayList<>(push.extensions());
        int bytesLeft = PushDraft.MAX_BYTES;
        for (GuardedListener<PushReviewer> reviewer : reviewers) {
            Draft draft = new Draft(push, device, PushDraft.MAX_CHILDREN - children.size(), bytesLeft);
            boolean asked = reviewer.ask(EVENT, each -> each.review(draft));
            draft.end();
            if (asked && draft.blocked) {
                String plugin = extensions.plugin(reviewer);
                if (plugin != null) {
                    vetoedBy.accept(plugin);
                }
                return Optional.empty();
            }
            if (asked) {
                children.addAll(draft.children);
                bytesLeft = draft.bytesLeft;
            }
        }
        return Optional.of(children.size() == push.extensions().size() ? push
            : new Push(push.registration(), push.key(), push.cause().with(children), push.summary(), push.letter(), push.count()));
    }

    private static final class Draft extends DraftState implements PushDraft {

        private final PushRegistration registration;
        private final PushReason reason;
        private final boolean important;
        private final Summary summary;
        private final int mostChildren;
        private final List<Element> children = new ArrayList<>();
        private int bytesLeft;
        private boolean blocked;

        Draft(Push push, PushRegistration registration, int mostChildren, int bytesLeft) {
            // Not the push itself, which has the secrets of its registration.
            this.registration = registration;
            this.reason = ResultListeners.reason(push.trigger());
            this.important = push.important();
            this.summary = push.summary();
            this.mostChildren = mostChildren;
            this.bytesLeft = bytesLeft;
        }

        @Override
        public PushRegistration registration() {
            return registration;
        }

        @Override
        public PushReason reason() {
            return reason;
        }

        @Override
        public boolean important() {
            return important;
        }

        @Override
        public @Nullable Integer messageCount() {
            return summary.messageCount();
        }

        @Override
        public @Nullable String lastMessageSender() {
            return summary.lastMessageSender();
        }

        @Override
        public @Nullable String lastMessageBody() {
            return summary.lastMessageBody();
        }

        @Override
        public void block() {
            change(() -> blocked = true);
        }

        @Override
        public void add(Element child) {
            change(() -> {
                if (children.size() >= mostChildren) {
                    throw new IllegalArgumentException("There are " + MAX_CHILDREN + " children already");
                }
                ForeignElements.Child copy = ForeignElements.copy(child, bytesLeft);
                children.add(copy.element());
                bytesLeft -= copy.bytes();
            });
        }
    }
}
