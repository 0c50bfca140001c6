package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushDraft;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReason;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReviewer;
import org.jivesoftware.openfire.plugin.cloudnotify.notification.Notification;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;

/** Asks other plugins before a push is published (spec §6). Runs on the user's lane, not on a thread that routes stanzas. */
public final class PushReviews {

    private static final String EVENT = "the review of a push";

    private final Extensions extensions;

    /**
     * @param extensions whom to ask; not null
     */
    public PushReviews(Extensions extensions) {
        this.extensions = Objects.requireNonNull(extensions);
    }

    /** @return whether anybody would be asked, and waited for */
    public boolean any() {
        return !extensions.pushReviewers().isEmpty();
    }

    /**
     * @param notification what is to be published; not null
     * @param registration where to; not null
     * @return what to publish instead, usually the same, or empty where a plugin blocked it; never null
     */
    public Optional<Notification> review(Notification notification, Registration registration) {
        List<Guard<PushReviewer>> reviewers = extensions.pushReviewers();
        if (reviewers.isEmpty()) {
            return Optional.of(notification);
        }
        PushRegistration device = KnownRegistration.of(registration);
        List<Element> children = new ArrayList<>(notification.extensions());
        int bytesLeft = PushDraft.MAX_BYTES;
        for (Guard<PushReviewer> reviewer : reviewers) {
            Draft draft = new Draft(notification, device, PushDraft.MAX_CHILDREN - children.size(), bytesLeft);
            boolean asked = reviewer.ask(EVENT, each -> each.review(draft));
            draft.end();
            if (asked && draft.blocked) {
                return Optional.empty();
            }
            if (asked) {
                children.addAll(draft.children);
                bytesLeft = draft.bytesLeft;
            }
        }
        return Optional.of(children.size() == notification.extensions().size() ? notification : with(notification, children));
    }

    private static Notification with(Notification notification, List<Element> children) {
        return new Notification(notification.key(), notification.trigger(), notification.summary(), notification.important(),
            notification.ownContent(), children, notification.sender());
    }

    private static final class Draft extends DraftState implements PushDraft {

        private final Notification notification;
        private final PushRegistration registration;
        private final int mostChildren;
        private final List<Element> children = new ArrayList<>();
        private int bytesLeft;
        private boolean blocked;

        Draft(Notification notification, PushRegistration registration, int mostChildren, int bytesLeft) {
            this.notification = notification;
            this.registration = registration;
            this.mostChildren = mostChildren;
            this.bytesLeft = bytesLeft;
        }

        @Override
        public PushRegistration registration() {
            return registration;
        }

        @Override
        public PushReason reason() {
            return Results.reason(notification.trigger());
        }

        @Override
        public boolean important() {
            return notification.important();
        }

        @Override
        public Integer messageCount() {
            return notification.summary().messageCount();
        }

        @Override
        public String lastMessageSender() {
            return notification.summary().lastMessageSender();
        }

        @Override
        public String lastMessageBody() {
            return notification.summary().lastMessageBody();
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
                Children.Child copy = Children.copy(child, bytesLeft);
                children.add(copy.element());
                bytesLeft -= copy.bytes();
            });
        }
    }
}
