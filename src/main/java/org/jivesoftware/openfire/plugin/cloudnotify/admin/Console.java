package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLog;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Parts;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Takeover;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What the console's pages show and change. Immutable.
 *
 * @param settings the settings page's
 * @param search finds registrations
 * @param actions changes them
 * @param services the push services
 * @param reach finds out whether a push service can be reached
 * @param users knows what is so with users
 * @param activity the last decisions
 * @param figures what is counted
 * @param audit is told of every change
 * @param messages the texts
 * @param locale gives the language of the whole console (Openfire's own setting)
 * @param zone gives the time zone of the whole console
 * @param clock tells the time
 * @param parts the plugin's parts, and what this version of Openfire lacks for them
 * @param takeover takes over the registrations of the other push plugin, or null where that is switched off
 * @param browser pushes to the administrator's own browser
 * @param counter counts what pages do not wait for
 */
public record Console(Settings settings, RegistrationSearch search, RegistrationActions actions, PushServices services,
                      Reachability reach, UserStanding users, ActivityLog activity, Figures figures, AuditLog audit, Messages messages,
                      Supplier<Locale> locale, Supplier<ZoneId> zone, Clock clock, Parts parts,
                      @Nullable Takeover takeover, BrowserTrial browser, Executor counter) {

    /** Checks. */
    public Console {
        Objects.requireNonNull(settings);
        Objects.requireNonNull(search);
        Objects.requireNonNull(actions);
        Objects.requireNonNull(services);
        Objects.requireNonNull(reach);
        Objects.requireNonNull(users);
        Objects.requireNonNull(activity);
        Objects.requireNonNull(figures);
        Objects.requireNonNull(audit);
        Objects.requireNonNull(messages);
        Objects.requireNonNull(locale);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(clock);
        Objects.requireNonNull(parts);
        Objects.requireNonNull(browser);
        Objects.requireNonNull(counter);
    }

    /** @return how to say things now */
    Texts texts() {
        return new Texts(messages, locale.get(), zone.get());
    }
}
