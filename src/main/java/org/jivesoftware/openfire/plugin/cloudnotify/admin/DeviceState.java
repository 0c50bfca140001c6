package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Instant;
import java.util.Objects;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/**
 * The one true state of a registration: of all that may keep a push from its device, what would keep it first.
 *
 * @param words the state in words
 * @param good whether a push would go out now, and the last one was no error
 */
record DeviceState(String words, boolean good) {

    /** Checks. */
    DeviceState {
        Objects.requireNonNull(words);
    }

    /**
     * @param registration which
     * @param console knows the settings, the services and the accounts
     * @param texts the language
     * @return its state
     */
    static DeviceState of(Registration registration, Console console, Texts texts) {
        Health health = registration.health();
        if (console.users().lockedNow(registration.username())) {
            return new DeviceState(texts.get("state.locked"), false);
        }
        if (!console.services().allowed(registration.key().destination().service())) {
            return new DeviceState(texts.get("state.denied"), false);
        }
        RegistrationsView view = new RegistrationsView(texts);
        Instant disabled = health.disabledSince();
        if (disabled != null) {
            String since = texts.time(disabled);
            return new DeviceState(health.lastError() == null ? texts.get("state.disabled", since)
                : texts.get("state.disabled.why", since, view.condition(health.lastError())), false);
        }
        ServiceState service = console.services().state(registration.key().destination().service());
        if (service != null && !service.works()) {
            String down = new ServicesView(texts, console.services(), console.clock().instant()).down(service);
            return new DeviceState(texts.get("state.waiting", down), false);
        }
        if (health.errors() > 0) {
            String last = health.lastError() == null ? texts.get("figure.unknown") : view.condition(health.lastError());
            return new DeviceState(texts.get("state.failing", texts.number(health.errors()),
                texts.number(console.settings().get(Settings.MAX_ERRORS)), last), false);
        }
        HeldPush held = console.users().held(registration.key());
        if (held != null) {
            Instant again = held.again();
            return new DeviceState(again != null && again.isAfter(console.clock().instant())
                ? texts.get("state.active.retry", texts.time(again)) : texts.get("state.active.retry-now"), false);
        }
        return new DeviceState(texts.get("state.active"), true);
    }
}
