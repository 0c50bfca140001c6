package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journal;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushListener;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReason;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationListener;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;

/** Tells other plugins of results (behaviour §6). Never waits: they are told on their own threads. */
public final class ResultListeners implements Journal, RegistrationListener {

    private final Extensions extensions;
    private final Registrations registrations;

    /**
     * @param extensions whom to tell
     * @param registrations knows more about what was pushed to
     */
    public ResultListeners(Extensions extensions, Registrations registrations) {
        this.extensions = Objects.requireNonNull(extensions);
        this.registrations = Objects.requireNonNull(registrations);
    }

    @Override
    public void decided(Decision decision) {
        String pushId = decision.pushId();
        if (decision.outcome() == Outcome.PUSHED && pushId != null && decision.key() != null && anybody()) {
            PushRegistration registration = known(decision.key());
            tell("published pushes", each -> each.pushed(registration, reason(decision.trigger()), pushId));
        }
    }

    @Override
    public void answered(Answer answer) {
        if (anybody()) {
            PushRegistration registration = known(answer.key());
            tell("answers", each -> each.answered(registration, answer.pushId(), answer.condition(), answer.latency()));
        }
    }

    @Override
    public void enabled(Registration registration) {
        if (anybody()) {
            tell("new registrations", each -> each.added(KnownRegistration.of(registration)));
        }
    }

    @Override
    public void removed(Registration registration) {
        if (anybody()) {
            tell("removed registrations", each -> each.removed(KnownRegistration.of(registration)));
        }
    }

    @Override
    public void disabled(Registration registration) {
        if (anybody()) {
            tell("disabled registrations", each -> each.disabled(KnownRegistration.of(registration), registration.health().lastError()));
        }
    }

    private boolean anybody() {
        return !extensions.listeners().isEmpty();
    }

    private void tell(String event, Consumer<PushListener> call) {
        extensions.listeners().forEach(listener -> listener.tell(event, call));
    }

    private PushRegistration known(RegistrationKey key) {
        List<Registration> candidates = registrations.known(key.username());
        return KnownRegistration.of(key, candidates);
    }

    /** @return what other plugins call it */
    static PushReason reason(Trigger trigger) {
        if (trigger == Trigger.TEST || trigger == Trigger.OWN_TEST) {
            return PushReason.PING;
        }
        for (PushReason reason : PushReason.values()) {
            if (reason.name().equals(trigger.name())) {
                return reason;
            }
        }
        return PushReason.OTHER;
    }
}
