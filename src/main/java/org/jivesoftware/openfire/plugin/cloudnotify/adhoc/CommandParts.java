package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLine;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.AuditLog;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.Messages;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.RequestQueue;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.TestResult;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.privacy.ContentPrivacy;
import org.jivesoftware.openfire.plugin.cloudnotify.privacy.GraceWishes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Sender;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * What the ad-hoc commands need. Immutable.
 *
 * @param domain the server's domain
 * @param registrations the registrations
 * @param search tells when devices were last pushed to
 * @param answers tells what services last answered, as far as it is remembered
 * @param privacy who hides sender and body
 * @param grace for how long pushes wait
 * @param tester sends a test push
 * @param scheduler ends waiting for answers
 * @param requests where requests are worked off
 * @param senders tells who has an address
 * @param administrators whether somebody is an administrator, as Openfire's own commands ask
 * @param audit is told of what administrators change
 * @param messages the texts
 * @param locale the server's language
 * @param zone the server's time zone
 * @param replies sends an answer to its client
 * @param part is told what fails
 */
public record CommandParts(String domain, Registrations registrations, RegistrationSearch search,
                           Supplier<Map<String, ActivityLine>> answers, ContentPrivacy privacy, GraceWishes grace,
                           BiFunction<RegistrationKey, Trigger, ? extends CompletionStage<TestResult>> tester, Scheduler scheduler,
                           RequestQueue requests,
                           Function<JID, Sender> senders, Predicate<JID> administrators, AuditLog audit, Messages messages,
                           Locale locale, ZoneId zone, Consumer<IQ> replies, Part part) {

    /** Checks. */
    public CommandParts {
        Objects.requireNonNull(domain);
        Objects.requireNonNull(registrations);
        Objects.requireNonNull(search);
        Objects.requireNonNull(answers);
        Objects.requireNonNull(privacy);
        Objects.requireNonNull(grace);
        Objects.requireNonNull(tester);
        Objects.requireNonNull(scheduler);
        Objects.requireNonNull(requests);
        Objects.requireNonNull(senders);
        Objects.requireNonNull(administrators);
        Objects.requireNonNull(audit);
        Objects.requireNonNull(messages);
        Objects.requireNonNull(locale);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(replies);
        Objects.requireNonNull(part);
    }

    /** @return the commands */
    List<AccountCommand> commands() {
        return List.of(new DevicesCommand(registrations, search, answers), new RemoveCommand(registrations, audit),
            new TestCommand(registrations, tester, scheduler), new PrivacyCommand(privacy, grace, audit));
    }
}
