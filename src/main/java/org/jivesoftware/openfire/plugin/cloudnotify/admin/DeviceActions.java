package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.TestResult;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/** What an administrator does to registrations, done to those of this server. Thread-safe. */
public final class DeviceActions implements RegistrationActions {

    private final Registrations registrations;
    private final Function<RegistrationKey, CompletionStage<TestResult>> tester;
    private final Clock clock;

    /**
     * @param registrations the registrations
     * @param tester sends a test push
     * @param clock the time
     */
    public DeviceActions(Registrations registrations, Function<RegistrationKey, CompletionStage<TestResult>> tester, Clock clock) {
        this.registrations = Objects.requireNonNull(registrations);
        this.tester = Objects.requireNonNull(tester);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public boolean disable(RegistrationKey key) throws StoreException {
        return registrations.updateHealth(key, health -> health.disabled() ? health
            : new Health(health.errors(), health.gone(), clock.instant(), Health.BY_ADMINISTRATOR)) != null;
    }

    @Override
    public boolean enableAgain(RegistrationKey key) throws StoreException {
        return registrations.updateHealth(key, health -> Health.GOOD) != null;
    }

    @Override
    public boolean delete(RegistrationKey key) throws StoreException {
        return registrations.remove(key);
    }

    @Override
    public CompletionStage<TestResult> testPush(RegistrationKey key) {
        return tester.apply(key);
    }
}
